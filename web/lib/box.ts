export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  left: number;
  top: number;
}

/** Where a picture stands in a frame that shows all of it. A picture of no size yet fills the frame. */
export function pictureBox(frame: Size, picture: Size): Box {
  if (!picture.width || !picture.height || !frame.width || !frame.height) return { left: 0, top: 0, ...frame };
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { left: (frame.width - width) / 2, top: (frame.height - height) / 2, width, height };
}
