/* Runs before the first paint, so it is small: says that scripts are there, and readies the way back from a film. */
import { readyReveal } from './lib/reveal';

document.documentElement.classList.add('scripted');
readyReveal();
