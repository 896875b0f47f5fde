// A table of any length: only the rows in sight are elements.

/** @typedef {{ label: string, cell: (i: number) => Child, sort: ((i: number) => number) | null, width: string, down: boolean }} Heading */
/** @typedef {{ name: string, headings: Heading[], flat?: boolean }} Shape */

/** Largest height of an element that browsers agree on; above it, scrolling is scaled. */
const TALLEST = 8e6;
/** Rows that are printed at most: some fifty sheets. */
const PRINTED = 2000;

/** Rows in the order of a key; ties keep the order they have. By counting sort, 16 bits at a time.
 * @param {Uint32Array} rows @param {(i: number) => number} key from 0 to 2^53 @param {boolean} down @returns {Uint32Array} */
function sorted(rows, key, down) {
  const n = rows.length;
  let keys = new Float64Array(n), most = 0;
  for (let i = 0; i < n; i++) {
    keys[i] = key(rows[i]);
    if (keys[i] > most) most = keys[i];
  }
  for (let unit = 1; unit <= most; unit *= 65536) {
    const places = new Numbers(65537), flip = down ? 65535 : 0;
    for (let i = 0; i < n; i++) places[(keys[i] / unit & 65535 ^ flip) + 1]++;
    for (let k = 1; k < 65537; k++) places[k] += places[k - 1];
    const [nextKeys, nextRows] = [new Float64Array(n), new Numbers(n)];
    for (let i = 0; i < n; i++) {
      const at = places[keys[i] / unit & 65535 ^ flip]++;
      nextKeys[at] = keys[i];
      nextRows[at] = rows[i];
    }
    [keys, rows] = [nextKeys, nextRows];
  }
  return rows;
}

/** A column. @param {string} label @param {(i: number) => Child} cell @param {((i: number) => number) | null} [sort] @param {string} [width] `wide`, `short`, or `n` for numbers
 * @param {boolean} [down] whether the greatest come first @returns {Heading} */
const headed = (label, cell, sort = null, width = '', down = false) => ({ label, cell, sort, width, down });

class VirtualTable {
  /** @param {Shape} shape @param {(sort: string) => void} onSort */
  constructor(shape, onSort) {
    this.shape = shape;
    /** @type {Uint32Array} */ this.rows = new Numbers();
    this.height = this.head = this.view = this.all = 0;
    this.scale = 1;
    this.first = -1;
    this.active = 0;
    /** Whether all rows stand there, each as high as it needs to be. */
    this.whole = false;
    this.printing = false;
    this.heads = shape.headings.map((heading, i) => el('th', { scope: 'col', role: 'columnheader', class: heading.width || null },
      heading.sort ? button(heading.label, () => onSort(this.sort === `${i}d` || (this.sort !== `${i}u` && !heading.down) ? `${i}u` : `${i}d`)) : plain('span', heading.label)));
    this.body = el('tbody', { role: 'rowgroup' });
    this.table = el('table', { role: 'table', 'aria-label': shape.name }, el('thead', { role: 'rowgroup' }, el('tr', { role: 'row', 'aria-rowindex': 1 }, this.heads)), this.body);
    this.space = el('div', { class: 'space' }, this.table);
    this.node = el('div', { class: shape.flat ? 'rows flat' : 'rows', tabindex: 0, role: 'region', 'aria-label': shape.name + ', list', scroll: () => this.draw() }, this.space);
    /** For who has but the element. */
    this.node.table = this;
    this.sort = '';
    new ResizeObserver(() => { if (!this.whole) { this.first = -1; this.draw(); } }).observe(this.node);
  }

  /** @param {Uint32Array} rows @param {string} sort */
  show(rows, sort) {
    this.rows = rows;
    this.sort = sort;
    this.heads.forEach((head, i) => {
      if (sort.slice(0, -1) === String(i)) head.setAttribute('aria-sort', sort.endsWith('u') ? 'ascending' : 'descending');
      else head.removeAttribute('aria-sort');
    });
    this.table.setAttribute('aria-rowcount', rows.length + 1);
    this.node.classList.toggle('none', !rows.length);
    this.active = smaller(this.active, larger(rows.length - 1, 0));
    this.first = -1;
    this.draw();
  }

  measure() {
    const height = parseFloat(getComputedStyle(this.node).getPropertyValue('--row')) || 3;
    this.height = height * parseFloat(getComputedStyle(ROOT).fontSize);
    this.head = this.table.tHead.offsetHeight;
    this.all = this.rows.length * this.height;
    this.view = this.node.clientHeight - this.head;
    const tall = smaller(this.all, TALLEST);
    this.space.style.height = tall + this.head + 'px';
    this.scale = tall > this.view ? larger((this.all - this.view) / (tall - this.view), 1) : 1;
  }

  draw() {
    if (this.whole) {
      if (this.first < 0) this.body.replaceChildren(...Array.from(this.rows, (_, at) => this.row(at)));
      this.first = 0;
      return;
    }
    if (this.first < 0) this.measure();
    const top = this.printing ? 0 : this.node.scrollTop * this.scale;
    const first = larger(0, smaller(floored(top / this.height), this.rows.length - 1));
    styled(this.table, '--shift', `${-(top - first * this.height)}px`);
    if (first === this.first) return;
    this.first = first;
    const focused = this.body.contains(document.activeElement);
    const count = smaller(this.printing ? PRINTED : smaller(Math.ceil(this.view / this.height) + 1, 90), this.rows.length - first);
    this.body.replaceChildren(...Array.from({ length: larger(count, 0) }, (_, k) => this.row(first + k)));
    if (focused) this.focus(false);
  }

  /** Draws the rows that paper has room for, and says how many it has not; or again those in sight. @param {boolean} printing */
  print(printing) {
    this.printing = printing;
    this.first = -1;
    this.draw();
    const left = this.rows.length - this.body.children.length;
    this.node.dataset.left = left ? `${number(left)} more are not printed.` : '';
  }

  /** @param {number} at */
  row(at) {
    const i = this.rows[at];
    return el('tr', { role: 'row', 'aria-rowindex': at + 2, focusin: () => { this.active = at; } },
      this.shape.headings.map((heading) => el('td', { role: 'cell', class: heading.width || null, 'data-label': heading.label }, heading.cell(i))));
  }

  /** Moves the active row and the focus with it. @param {number} step */
  move(step) {
    this.active = larger(0, smaller(this.active + step, this.rows.length - 1));
    this.focus(true);
  }

  /** @param {boolean} scroll */
  focus(scroll) {
    const place = this.active * this.height;
    if (this.whole) scroll = false;
    const top = this.node.scrollTop * this.scale;
    if (scroll && (place < top || place + this.height > top + this.view)) {
      this.node.scrollTop = (place < top ? place : place + this.height - this.view) / this.scale;
      this.draw();
    }
    this.body.children[this.active - this.first]?.querySelector('a, button')?.focus({ preventScroll: true });
  }

  /** The row that a key acts on. */
  get current() {
    return this.rows.length && this.body.contains(document.activeElement) ? this.rows[this.active] : -1;
  }
}
