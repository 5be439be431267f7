/** The value of a cookie, or '' when there is none. */
export function cookie(name: string, jar: string = document.cookie): string {
  for (const part of jar.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return '';
}

/** What to hand to document.cookie so that `value` is kept for a year. */
export function yearCookie(name: string, value: string, secure: boolean): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure ? '; secure' : ''}`;
}
