/* How subtitles look and where their lines stand. */
import { clamp } from './time';

export const COLOURS = ['white', 'yellow', 'cyan', 'green'] as const;
export const BACKS = ['none', 'shadow', 'box'] as const;
export const SIZES = [0.75, 1, 1.35, 1.75] as const;

/** `size` is an index into SIZES. */
export interface Look {
  size: number;
  colour: string;
  back: string;
}

export const PLAIN: Look = { size: 1, colour: 'white', back: 'box' };

/** A look as it may be kept, with anything unknown put right. */
export function tidy(look: Look): Look {
  return {
    size: clamp(Math.round(look.size), 0, SIZES.length - 1),
    colour: COLOURS.includes(look.colour as never) ? look.colour : PLAIN.colour,
    back: BACKS.includes(look.back as never) ? look.back : PLAIN.back,
  };
}

/** The height of a line of text, in px, for a picture of this height; phones held upright stay legible. */
export function textSize(picture: number, size: number): number {
  return Math.max(picture * 0.045, 15) * (SIZES[size] ?? 1);
}

/** An offset after a step, in seconds to a tenth, within a minute either way. */
export function shifted(offset: number, by: number): number {
  return clamp(Math.round((offset + by) * 10) / 10, -60, 60);
}

export function offsetWords(offset: number): string {
  return `${offset > 0 ? '+' : offset < 0 ? '−' : ''}${Math.abs(offset).toFixed(1)} s`;
}

/** What of a VTTCue decides its place. */
export interface Lines {
  line: number | 'auto';
  snapToLines: boolean;
  lineAlign?: string;
  position: number | 'auto';
  positionAlign?: string;
  size: number;
  align: string;
  vertical?: string;
}

/** Where a cue stands: in the pile at the foot, or at a place of its own as CSS. */
export function placeOf(cue: Lines): { pile: boolean; style: Record<string, string> } {
  const align = { left: 'start', right: 'end', middle: 'center' }[cue.align] ?? cue.align;
  const style: Record<string, string> = { 'text-align': align };
  if (cue.vertical === 'rl' || cue.vertical === 'lr') style['writing-mode'] = `vertical-${cue.vertical}`;
  if (cue.position !== 'auto' || cue.size < 100) Object.assign(style, across(cue, align));
  if (cue.line === 'auto') return { pile: !style['writing-mode'], style };
  return { pile: false, style: { ...style, ...down(cue, cue.line) } };
}

function across(cue: Lines, align: string): Record<string, string> {
  const position = cue.position === 'auto' ? ({ start: 0, end: 100 }[align] ?? 50) : cue.position;
  const anchor = { 'line-left': 0, 'line-right': 1, center: 0.5 }[cue.positionAlign ?? ''] ?? { start: 0, end: 1 }[align] ?? 0.5;
  const most = anchor === 0 ? 100 - position : anchor === 1 ? position : 2 * Math.min(position, 100 - position);
  const width = Math.min(cue.size, most);
  return { left: `${clamp(position - width * anchor, 0, 100)}%`, width: `${width}%`, right: 'auto' };
}

function down({ snapToLines, lineAlign }: Lines, line: number): Record<string, string> {
  if (snapToLines) return line < 0 ? { bottom: `${(-line - 1) * 1.4}em` } : { top: `${line * 1.4}em` };
  const pull = { center: '0 -50%', end: '0 -100%' }[lineAlign ?? ''] ?? '';
  return { top: `${clamp(line, 0, 100)}%`, ...(pull && { translate: pull }) };
}

const KEPT = new Set(['B', 'I', 'U', 'RUBY', 'RT', 'SPAN']);

/** A cue's text with nothing in it but bold, italic, underlined, ruby and plain spans, all without attributes. */
export function safe(from: Node, page: Document = document): DocumentFragment {
  const clean = page.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node.nodeType === 3) clean.append(node.textContent ?? '');
    else if (node.nodeType === 1) {
      const inner = safe(node, page);
      const name = (node as Element).tagName.toUpperCase();
      if (name === 'BR') clean.append(page.createElement('br'));
      else if (KEPT.has(name)) {
        const element = page.createElement(name.toLowerCase());
        element.append(inner);
        clean.append(element);
      } else if (name !== 'SCRIPT' && name !== 'STYLE') clean.append(inner);
    }
  }
  return clean;
}
