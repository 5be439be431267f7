import airplay from 'lucide-static/icons/airplay.svg?raw';
import back from 'lucide-static/icons/chevron-left.svg?raw';
import backward from 'lucide-static/icons/rotate-ccw.svg?raw';
import captions from 'lucide-static/icons/captions.svg?raw';
import cast from 'lucide-static/icons/cast.svg?raw';
import chapters from 'lucide-static/icons/list.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import expand from 'lucide-static/icons/maximize.svg?raw';
import figures from 'lucide-static/icons/activity.svg?raw';
import forward from 'lucide-static/icons/rotate-cw.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import languages from 'lucide-static/icons/audio-lines.svg?raw';
import louder from 'lucide-static/icons/volume-2.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import more from 'lucide-static/icons/ellipsis.svg?raw';
import muted from 'lucide-static/icons/volume-x.svg?raw';
import next from 'lucide-static/icons/skip-forward.svg?raw';
import on from 'lucide-static/icons/chevron-right.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import pip from 'lucide-static/icons/picture-in-picture-2.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import shrink from 'lucide-static/icons/minimize.svg?raw';
import sliders from 'lucide-static/icons/sliders-horizontal.svg?raw';
import style from 'lucide-static/icons/type.svg?raw';
import sun from 'lucide-static/icons/sun-medium.svg?raw';
import versions from 'lucide-static/icons/layers.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

/** The drawing of a Lucide file, for text around it to name. */
function drawn(file: string, solid = false): string {
  const shapes = file.slice(file.indexOf('>', file.indexOf('<svg')) + 1).replace(/\s+/g, ' ');
  return `<svg class="icon${solid ? ' solid' : ''}" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-linecap="round" stroke-linejoin="round">${shapes}`;
}

/** A drawing with a figure in its middle. */
function figured(file: string, figure: string): string {
  return drawn(file).replace('</svg>', `<text x="12" y="15.4" text-anchor="middle">${figure}</text></svg>`);
}

export const icons = {
  airplay: drawn(airplay),
  back: drawn(back),
  backward: figured(backward, '10'),
  captions: drawn(captions),
  cast: drawn(cast),
  chapters: drawn(chapters),
  check: drawn(check),
  copy: drawn(copy),
  expand: drawn(expand),
  figures: drawn(figures),
  forward: figured(forward, '10'),
  gauge: drawn(gauge),
  keyboard: drawn(keyboard),
  louder: drawn(louder),
  minus: drawn(minus),
  more: drawn(more),
  muted: drawn(muted),
  next: drawn(next, true),
  on: drawn(on),
  pause: drawn(pause, true),
  pip: drawn(pip),
  play: drawn(play, true),
  plus: drawn(plus),
  quality: drawn(sliders),
  shrink: drawn(shrink),
  sound: drawn(languages),
  style: drawn(style),
  sun: drawn(sun),
  versions: drawn(versions),
  x: drawn(x),
};
