const LONGEST = 8000;

/** Holds the picture that shows now while another source is loaded beneath it. */
export function holdPicture(video: HTMLVideoElement): void {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !canvas.width) return;
  const paper = canvas.getContext('2d');
  try {
    paper?.drawImage(video, 0, 0);
  } catch {
    return;
  }
  video.parentElement?.querySelector('canvas.held')?.remove();
  canvas.className = 'held';
  canvas.setAttribute('aria-hidden', 'true');
  video.after(canvas);
  const loaded = (): void => {
    const lift = (): void => canvas.remove();
    // The frame callback comes when the new picture is on the screen, not only decoded.
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => lift());
    else (video as HTMLVideoElement).addEventListener('timeupdate', lift, { once: true });
  };
  video.addEventListener('loadeddata', loaded, { once: true });
  setTimeout(() => canvas.remove(), LONGEST);
}
