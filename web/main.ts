import './styles/index.css';
import './elements/theme-switch';
import './elements/live-region';
import './elements/encode-progress';
import './elements/movie-player';
import './elements/notice-bar';
import './elements/passkey-fault';
import './elements/sign-in-code';
import './elements/resume-words';
import { manners } from './lib/manners';

manners();
