import { gettext } from '../../lib/words';
import { icons } from './icons';
import type { Parts } from './markup';
import { Menu, type Deed } from './menus';

/** What the menu of less used things needs to reach. */
export interface MoreHands {
  menus: Menu[];
  looks(): void;
  figures(): void;
  keys(): void;
  next: (() => void) | null;
}

/** The menu of less used things. On a narrow screen it also holds the buttons that have no room in the bar. */
export function makeMore(parts: Parts, hands: MoreHands): Menu {
  const more: Menu = new Menu(parts.more, parts.dock, () => undefined, () => [...withoutRoom(parts, hands.menus, more), ...always(parts, hands)]);
  return more;
}

function withoutRoom(parts: Parts, menus: Menu[], more: Menu): Deed[] {
  const rare = [...parts.bar.querySelectorAll<HTMLButtonElement>('[data-rare]')];
  return rare.filter((button) => !button.hidden && !button.offsetParent).map((button) => {
    const menu = menus.find((one) => one.button === button);
    const does = menu ? (): void => menu.open(more) : (): void => button.click();
    return { label: button.getAttribute('aria-label') ?? '', icon: button.innerHTML, does, leads: !!menu };
  });
}

function always(parts: Parts, hands: MoreHands): Deed[] {
  const deeds: Deed[] = [];
  if (hands.next) deeds.push({ label: gettext('Next film'), icon: icons.next, does: hands.next });
  if (!parts.captions.hidden) deeds.push({ label: gettext('Look of subtitles'), icon: icons.style, does: hands.looks, leads: true });
  deeds.push({ label: gettext('Statistics'), icon: icons.figures, does: hands.figures });
  if (matchMedia('(any-hover: hover)').matches) deeds.push({ label: gettext('Keys'), icon: icons.keyboard, does: hands.keys });
  return deeds;
}
