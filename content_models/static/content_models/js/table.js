/* A table as a grid of cells, over the text area that holds its lines: one row a line, cells parted by |. */
(() => {
  const split = (line) =>
    line
      .trim()
      .replaceAll('\\|', '\0')
      .replace(/^\|/, '')
      .replace(/\|$/, '')
      .split('|')
      .map((cell) => cell.trim().replaceAll('\0', '|').replaceAll('\\n', '\n'));
  const join = (cells) =>
    `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|').replaceAll('\n', '\\n')).join(' | ')} |`;

  const read = (text) => {
    const lines = text.split('\n').filter((line) => line.trim());
    const caption = lines[0]?.startsWith('# ') ? lines.shift().slice(2).trim() : '';
    const first = lines.length ? split(lines.shift()) : ['', ''];
    const header = first.length === 1 && first[0] === '-' ? null : first;
    const rows = lines.map(split);
    if (!rows.length) rows.push(first.map(() => ''));
    const width = Math.max(header?.length ?? 1, ...rows.map((row) => row.length));
    const fill = (row) => [...row, ...Array(width - row.length).fill('')];
    return { caption, header: header && fill(header), rows: rows.map(fill) };
  };

  const write = ({ caption, header, rows }) => {
    const filled = rows.filter((row) => row.some((cell) => cell.trim()));
    if (!filled.length && !(header || []).some((cell) => cell.trim()) && !caption.trim()) return '';
    const lines = caption.trim() ? [`# ${caption.trim()}`] : [];
    return [...lines, header ? join(header) : '-', ...filled.map(join)].join('\n');
  };

  class TableController extends window.StimulusModule.Controller {
    static values = {
      caption: String,
      header: String,
      row: String,
      column: String,
      noRow: String,
      noColumn: String,
      cell: String,
      heading: String,
    };

    connect() {
      if (this.grid) return;
      this.table = read(this.element.value);
      this.grid = document.createElement('div');
      this.grid.className = 'contenthub-table';
      this.element.hidden = true;
      this.element.after(this.grid);
      this.render();
    }

    disconnect() {
      this.grid?.remove();
      this.grid = null;
      this.element.hidden = false;
    }

    render(focus) {
      const { caption, header, rows } = this.table;
      this.grid.replaceChildren();
      this.grid.append(
        this.labelled(this.captionValue, this.input(caption, (text) => Object.assign(this.table, { caption: text }))),
      );
      const tick = document.createElement('input');
      tick.type = 'checkbox';
      tick.checked = Boolean(header);
      tick.addEventListener('change', () => {
        if (tick.checked) Object.assign(this.table, { header: this.table.rows.shift() ?? [] });
        else {
          this.table.rows.unshift(this.table.header);
          this.table.header = null;
        }
        if (!this.table.rows.length) this.table.rows.push((this.table.header ?? ['']).map(() => ''));
        this.changed();
        this.render();
      });
      this.grid.append(this.labelled(this.headerValue, tick));
      const box = document.createElement('div');
      box.className = 'contenthub-table__cells';
      const drawn = document.createElement('table');
      if (header) drawn.createTHead().append(this.row(header, 'th', (column) => this.headingValue.replace('%(column)s', column)));
      const body = drawn.createTBody();
      rows.forEach((row, number) =>
        body.append(
          this.row(row, 'td', (column) => this.cellValue.replace('%(row)s', number + 1).replace('%(column)s', column)),
        ),
      );
      box.append(drawn);
      this.grid.append(box, this.buttons());
      if (focus) this.grid.querySelector(focus)?.focus();
    }

    row(cells, tag, label) {
      const row = document.createElement('tr');
      cells.forEach((text, column) => {
        const cell = document.createElement(tag);
        if (tag === 'th') cell.scope = 'col';
        const input = this.input(text, (next) => Object.assign(cells, { [column]: next }), true);
        input.setAttribute('aria-label', label(column + 1));
        cell.append(input);
        row.append(cell);
      });
      return row;
    }

    input(text, keep, long = false) {
      const input = document.createElement(long ? 'textarea' : 'input');
      if (long) input.rows = 1;
      else input.type = 'text';
      input.value = text;
      input.dir = 'auto';
      input.addEventListener('input', (event) => {
        event.stopPropagation();
        keep(input.value);
        this.changed();
      });
      return input;
    }

    labelled(text, input) {
      const label = document.createElement('label');
      if (input.type === 'checkbox') label.append(input, ` ${text}`);
      else label.append(text, input);
      return label;
    }

    buttons() {
      const bar = document.createElement('div');
      const { table } = this;
      const all = () => [...(table.header ? [table.header] : []), ...table.rows];
      [
        [this.rowValue, () => table.rows.push((table.header ?? table.rows[0]).map(() => '')), 'tbody tr:last-child textarea'],
        [this.columnValue, () => all().forEach((row) => row.push('')), 'tr:first-child :last-child textarea'],
        [this.noRowValue, () => table.rows.length > 1 && table.rows.pop(), 'tbody tr:last-child textarea'],
        [this.noColumnValue, () => all()[0].length > 1 && all().forEach((row) => row.pop()), 'tr:first-child textarea'],
      ].forEach(([label, act, focus]) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button button-small button-secondary';
        button.textContent = label;
        button.addEventListener('click', () => {
          act();
          this.changed();
          this.render(focus);
        });
        bar.append(button);
      });
      return bar;
    }

    changed() {
      this.element.value = write(this.table);
      this.element.dispatchEvent(new Event('input', { bubbles: true }));
      this.element.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  window.wagtail.app.register('contenthub-table', TableController);
})();
