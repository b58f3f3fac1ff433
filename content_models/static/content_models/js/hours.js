/* The hours of a day as pairs of times, over the text box that holds them: 09:00-12:30, 13:30-17:00. */
(() => {
  const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const read = (text) =>
    text
      .replaceAll('–', '-')
      .split(',')
      .filter((span) => span.trim())
      .map((span) => span.split('-').map((time) => time.trim()));
  const write = (ranges) =>
    ranges
      .filter((range) => range.some(Boolean))
      .map((range) => range.join('-'))
      .join(', ');

  class HoursController extends window.StimulusModule.Controller {
    static values = { from: String, until: String, add: String, remove: String, closed: String, copy: String };

    connect() {
      if (this.row) return;
      this.row = document.createElement('div');
      this.row.className = 'contenthub-hours';
      this.element.after(this.row);
      this.element.addEventListener('contenthub-hours:redraw', () => this.show());
      this.show();
    }

    disconnect() {
      this.row?.remove();
      this.row = null;
      this.element.hidden = false;
    }

    /* What is no pairs of times stays the text that it is, so that nothing is lost. */
    show(focus) {
      this.ranges = read(this.element.value);
      const readable = this.ranges.every((range) => range.length === 2);
      this.element.hidden = readable;
      this.row.replaceChildren();
      if (!readable) return;
      this.ranges.forEach((range, number) => this.row.append(this.pair(range, number)));
      if (!this.ranges.length) {
        const closed = document.createElement('span');
        closed.textContent = this.closedValue;
        this.row.append(closed);
      }
      this.row.append(
        this.button(this.addValue, '+', () => {
          this.ranges.push(['', '']);
          this.draw(`[data-hours="${this.ranges.length - 1}"]`);
        }),
      );
      const next = this.nextDay();
      if (next) this.row.append(this.button(this.copyValue, '↓', () => this.copy(next)));
      if (focus) this.row.querySelector(focus)?.focus();
    }

    /* Draw again what is being filled in, empty pairs too. */
    draw(focus) {
      this.row.replaceChildren(...this.ranges.map((range, number) => this.pair(range, number)));
      this.row.querySelector(focus)?.focus();
    }

    pair(range, number) {
      const pair = document.createElement('span');
      pair.className = 'contenthub-hours__pair';
      [this.fromValue, this.untilValue].forEach((label, side) => {
        const input = document.createElement('input');
        Object.assign(input, { type: 'text', inputMode: 'numeric', placeholder: '00:00', value: range[side], size: 5 });
        input.setAttribute('aria-label', `${this.day()}, ${label}`);
        if (!side) input.dataset.hours = number;
        input.addEventListener('input', (event) => {
          event.stopPropagation();
          range[side] = input.value.trim();
          this.changed();
        });
        input.addEventListener('change', () => {
          if (/^\d{1,2}$/.test(range[side])) range[side] = `${range[side]}:00`;
          input.value = range[side].replace('.', ':').replace(/^(\d):/, '0$1:');
          range[side] = input.value;
          this.changed();
        });
        pair.append(...(side ? [' – '] : []), input);
      });
      pair.append(
        this.button(this.removeValue, '×', () => {
          this.ranges.splice(number, 1);
          this.changed();
          this.show('button');
        }),
      );
      return pair;
    }

    button(label, text, act) {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', className: 'button button-small button-secondary', textContent: text, title: label });
      button.setAttribute('aria-label', `${label}: ${this.day()}`);
      button.addEventListener('click', act);
      return button;
    }

    day() {
      return this.element.closest('[data-contentpath]')?.querySelector('label')?.textContent.trim() ?? '';
    }

    nextDay() {
      const found = /-week-(\w{3})$/.exec(this.element.name);
      const next = found && DAYS[DAYS.indexOf(found[1]) + 1];
      return next ? document.getElementsByName(this.element.name.replace(/\w{3}$/, next))[0] : null;
    }

    copy(next) {
      next.value = this.element.value;
      next.dispatchEvent(new Event('contenthub-hours:redraw'));
      next.dispatchEvent(new Event('change', { bubbles: true }));
    }

    changed() {
      this.element.value = write(this.ranges);
      this.element.dispatchEvent(new Event('input', { bubbles: true }));
      this.element.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  window.wagtail.app.register('contenthub-hours', HoursController);
})();
