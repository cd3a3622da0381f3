// Offsets in, lines and columns out: UTF-16 units, both counted from 1, as editors and reports count them.

export interface Place { readonly line: number; readonly column: number }

export type Places = (offset: number) => Place;

/** Texts whose lines are remembered: a check asks for hundreds of places in few of them. */
const REMEMBERED = 8;
const remembered = new Map<string, Places>();

/** A look-up for one text; lines end at \n, \r\n or \r. */
export function placesOf(text: string): Places {
  const known = remembered.get(text);
  if (known) return known;
  const places = readPlaces(text);
  if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value as string);
  remembered.set(text, places);
  return places;
}

function readPlaces(text: string): Places {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
