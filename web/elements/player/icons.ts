import captions from 'lucide-static/icons/captions.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import expand from 'lucide-static/icons/maximize.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import louder from 'lucide-static/icons/volume-2.svg?raw';
import muted from 'lucide-static/icons/volume-x.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import pip from 'lucide-static/icons/picture-in-picture-2.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import shrink from 'lucide-static/icons/minimize.svg?raw';
import sliders from 'lucide-static/icons/sliders-horizontal.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

/** The drawing of a Lucide file, for text around it to name. */
function drawn(file: string, solid = false): string {
  const shapes = file.slice(file.indexOf('>', file.indexOf('<svg')) + 1).replace(/\s+/g, ' ');
  return `<svg class="icon${solid ? ' solid' : ''}" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-linecap="round" stroke-linejoin="round">${shapes}`;
}

export const icons = {
  captions: drawn(captions),
  check: drawn(check),
  expand: drawn(expand),
  gauge: drawn(gauge),
  louder: drawn(louder),
  muted: drawn(muted),
  pause: drawn(pause, true),
  pip: drawn(pip),
  play: drawn(play, true),
  quality: drawn(sliders),
  shrink: drawn(shrink),
  x: drawn(x),
};
