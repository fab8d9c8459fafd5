/**
 * A list kept in order by insertion: one change costs a binary search and a splice, never a sort.
 * `compare` must be a total order (0 only for the same element).
 */
export class SortedList<Item> {
  readonly #compare: (a: Item, b: Item) => number;
  #items: Item[] = [];

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Replaces everything; for the first load and changes of very many at once. */
  fill(items: Item[]): void {
    this.#items = items.sort(this.#compare);
  }

  add(item: Item): void {
    this.#items.splice(this.indexFor(item), 0, item);
  }

  /** Takes out the element that compares equal; false if there is none. */
  remove(item: Item): boolean {
    const index = this.indexOf(item);
    if (index < 0) return false;
    this.#items.splice(index, 1);
    return true;
  }

  /** Puts `item` where an element that compares equal stands; false if there is none. */
  replace(item: Item): boolean {
    const index = this.indexOf(item);
    if (index < 0) return false;
    this.#items[index] = item;
    return true;
  }

  /** Position of the element that compares equal, or -1. */
  indexOf(item: Item): number {
    const index = this.indexFor(item);
    const found = this.#items[index];
    return found !== undefined && this.#compare(found, item) === 0 ? index : -1;
  }

  /** How many elements stand before `item`'s place. */
  indexFor(item: Item): number {
    return firstIndexWhere(this.#items, (other) => this.#compare(other, item) >= 0);
  }
}

/** The first index at which `holds`, in a list where it holds for every element after one for which it does. */
export function firstIndexWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && !holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
