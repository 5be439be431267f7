/* The words of elements come with the page (script_words.py lists them); where none came, English stands. */

let words: Record<string, string> | null = null;

export function gettext(text: string): string {
  words ??= read();
  return words[text] ?? text;
}

function read(): Record<string, string> {
  try {
    return JSON.parse(document.getElementById('script-words')?.textContent ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

/** Fills %(name)s in a translated text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}
