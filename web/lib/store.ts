/* What a browser remembers of a viewer's choices. Where storage is refused, a choice lasts as long as the page. */

export function kept(key: string, store: () => Storage = () => localStorage): string | null {
  try {
    return store().getItem(key);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string | null, store: () => Storage = () => localStorage): void {
  try {
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
  } catch {
    // Private windows may refuse storage.
  }
}

/** An object kept as JSON, over what stands in for what is missing or of another type. */
export function keptObject<T extends object>(key: string, fallback: T): T {
  try {
    const found = JSON.parse(kept(key) ?? '{}') as Record<string, unknown>;
    const known = Object.entries(fallback).map(([name, value]) => [name, typeof found[name] === typeof value ? found[name] : value]);
    return Object.fromEntries(known) as T;
  } catch {
    return { ...fallback };
  }
}
