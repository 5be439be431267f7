import { gettext } from '../../lib/words';
import { icons } from './icons';
import { face, type Parts } from './markup';

type OldVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

/** Full screen and picture in picture, where the browser has them. `moved` hears when the picture leaves the page. */
export class Screen {
  constructor(
    private readonly player: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly parts: Parts,
    moved: () => void,
  ) {
    parts.full.addEventListener('click', () => this.full());
    parts.pip.addEventListener('click', () => void this.pip());
    parts.pip.hidden = !document.pictureInPictureEnabled;
    document.addEventListener('fullscreenchange', this.draw);
    for (const name of ['enterpictureinpicture', 'leavepictureinpicture', 'webkitbeginfullscreen', 'webkitendfullscreen']) {
      video.addEventListener(name, moved);
    }
  }

  /** The whole stage goes, so that title and back button go with it. */
  full(): void {
    const stage = this.player.closest<HTMLElement>('.stage') ?? this.player;
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (stage.requestFullscreen) void stage.requestFullscreen().catch(() => undefined);
    else (this.video as OldVideo).webkitEnterFullscreen?.();
  }

  async pip(): Promise<void> {
    if (!document.pictureInPictureEnabled) return;
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.video.requestPictureInPicture();
    } catch {
      // Refused before the film has a picture.
    }
  }

  end(): void {
    document.removeEventListener('fullscreenchange', this.draw);
  }

  private readonly draw = (): void => {
    const full = document.fullscreenElement !== null;
    face(this.parts.full, full ? gettext('Leave full screen') : gettext('Full screen'), full ? icons.shrink : icons.expand);
  };
}
