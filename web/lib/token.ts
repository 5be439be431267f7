/* Everything of a stream lies below /stream/<token>/, and tokens grow stale while a film plays. */

const PLACE = /\/stream\/([^/]+)\//;

/** The token in a stream's address, or ''. */
export function tokenOf(address: string): string {
  return PLACE.exec(address)?.[1] ?? '';
}

/** The address with the newest token in place of the one it was written with. */
export function withToken(address: string, token: string): string {
  return token ? address.replace(PLACE, () => `/stream/${token}/`) : address;
}

/** When to ask for a new token, in ms from now: a minute before the end, never sooner than in ten seconds. */
export function renewAfter(expiresIn: number): number {
  return Math.max(expiresIn - 60, 10) * 1000;
}
