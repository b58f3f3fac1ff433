/* The panel with what the rules of tone find: it posts the form half a second after the last key, and shows the answer. */
(() => {
  const WAIT = 500;
  const FACT = '\ufffc';
  let last = null;

  const fill = (pattern, value) => pattern.replace('{}', () => value);
  const direct = (root) => {
    const all = [...root.querySelectorAll('[data-contentpath]')];
    return all.filter((one) => one.parentElement.closest('[data-contentpath]') === (root.matches('[data-contentpath]') ? root : null));
  };

  /* The element of a path such as `steps.2.text.0`, and what of the path is left within it. */
  const locate = (form, path) => {
    const parts = path.split('.');
    let root = form.querySelector(parts[0] === 'title' ? '[data-contentpath="title"]' : '[data-contentpath="body"]');
    if (!root) return null;
    if (parts[0] === 'title') return { element: root, rest: [] };
    while (parts.length) {
      const children = direct(root);
      const next = /^\d+$/.test(parts[0]) ? children[Number(parts[0])] : children.find((one) => one.dataset.contentpath === parts[0]);
      if (!next) break;
      root = next;
      parts.shift();
    }
    return { element: root, rest: parts };
  };

  const draftailOf = (element) => [...element.querySelectorAll('input')].map((one) => one.draftailEditor).find(Boolean);
  const inputOf = (element) => element.querySelector('textarea:not([data-draftail-input]), input[type="text"], input:not([type])');

  /* The block of an editor in which a finding stands, with its range there; a fact is one sign to the rules. */
  const rangeIn = (editor, finding, rest) => {
    const content = editor.state.editorState.getCurrentContent();
    const blocks = content.getBlocksAsArray();
    const plain = (block) => {
      const text = block.getText();
      const map = [];
      let out = '';
      let place = 0;
      block.findEntityRanges(
        (sign) => sign.getEntity() && content.getEntity(sign.getEntity()).getType() === 'FACT',
        (start, end) => {
          while (place < start) { map.push(place); out += text[place]; place += 1; }
          map.push(start);
          out += FACT;
          place = end;
        },
      );
      while (place < text.length) { map.push(place); out += text[place]; place += 1; }
      map.push(text.length);
      return { out, map };
    };
    const expected = Number(rest[0] || 0);
    const order = [...blocks.keys()].sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
    for (const index of order) {
      const { out, map } = plain(blocks[index]);
      const starts = [];
      for (let at = out.indexOf(finding.text); at >= 0 && finding.text; at = out.indexOf(finding.text, at + 1)) starts.push(at);
      if (starts.length) {
        const start = starts.sort((a, b) => Math.abs(a - finding.start) - Math.abs(b - finding.start))[0];
        return { block: blocks[index], start: map[start], end: map[start + finding.text.length], content };
      }
    }
    return null;
  };

  /* A range of the page for a range of a Draft.js block. */
  const pageRange = (editor, found) => {
    const root = editor.wrapperRef || document;
    const element = root.querySelector(`[data-offset-key^="${found.block.getKey()}-"]`);
    if (!element) return null;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let seen = 0;
    let started = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = seen + node.data.length;
      if (!started && found.start < next) { range.setStart(node, found.start - seen); started = true; }
      if (started && found.end <= next) { range.setEnd(node, found.end - seen); return range; }
      seen = next;
    }
    return null;
  };

  /* Whoever has the preview open looks at it: the check waits while it is drawn, so that neither slows the other. */
  let drawing = false;
  document.addEventListener('w-preview:update', () => { drawing = true; });
  document.addEventListener('w-preview:updated', () => { drawing = false; });

  class ToneController extends window.StimulusModule.Controller {
    /* Wagtail puts a new panel in the place of the old one when it saves by itself: everything starts anew then. */
    connect() {
      this.form = document.querySelector('[data-edit-form]');
      if (!this.form) return;
      this.words = this.element.dataset;
      this.summary = this.element.querySelector('[data-tone-summary]');
      this.list = this.element.querySelector('[data-tone-list]');
      this.counter = document.querySelector('[data-side-panel-toggle="tone"] [data-side-panel-toggle-counter]');
      this.again = () => this.soon();
      this.form.addEventListener('input', this.again);
      this.form.addEventListener('change', this.again);
      this.watch = new MutationObserver((changes) => {
        if (changes.some((one) => (one.target.parentElement || one.target).closest('.Draftail-Editor'))) this.soon();
      });
      this.watch.observe(this.form, { childList: true, characterData: true, subtree: true });
      if (last) this.show(last);
      this.soon();
    }

    disconnect() {
      if (!this.form) return;
      window.clearTimeout(this.timer);
      if (this.abort) this.abort.abort();
      this.form.removeEventListener('input', this.again);
      this.form.removeEventListener('change', this.again);
      this.watch.disconnect();
    }

    soon() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => (drawing ? this.soon() : this.check()), WAIT);
    }

    async post(extra = {}) {
      const data = new FormData(this.form);
      Object.entries(extra).forEach(([name, value]) => data.set(name, value));
      const headers = { 'X-Requested-With': 'XMLHttpRequest', Accept: 'application/json' };
      const answer = await fetch(this.words.url, { method: 'POST', body: data, headers, credentials: 'same-origin', signal: this.abort && this.abort.signal });
      if (!(answer.headers.get('Content-Type') || '').includes('json')) throw new Error('no answer');
      return answer.json();
    }

    async check() {
      if (this.abort) this.abort.abort();
      this.abort = new AbortController();
      const asked = (this.asked || 0) + 1;
      this.asked = asked;
      try {
        const said = await this.post();
        if (asked !== this.asked) return;
        this.show(said);
      } catch (problem) {
        if (problem.name !== 'AbortError') this.summary.textContent = this.words.unreachable;
      }
    }

    show(said) {
      if (!said.findings) { this.summary.textContent = said.message; return; }
      last = said;
      const { open, errors } = said;
      const many = open === 1 ? this.words.openOne : fill(this.words.openMany, open);
      const grave = errors ? `: ${errors === 1 ? this.words.errorsOne : fill(this.words.errorsMany, errors)}` : '';
      this.summary.textContent = open ? `${many}${grave}.` : this.words.fine;
      if (this.counter) {
        this.counter.textContent = open;
        this.counter.hidden = !open;
      }
      this.list.textContent = '';
      const fields = new Map();
      said.findings.forEach((one) => fields.set(one.field, [...(fields.get(one.field) || []), one]));
      fields.forEach((findings, name) => {
        const section = this.part('[data-tone-field]');
        section.querySelector('h3').textContent = name;
        findings.forEach((one) => section.querySelector('ul').append(this.item(one)));
        this.list.append(section);
      });
      this.underline(said.findings);
    }

    part(name) {
      return this.element.querySelector(`template${name}`).content.firstElementChild.cloneNode(true);
    }

    item(one) {
      const shown = this.part('[data-tone-finding]');
      const find = (name) => shown.querySelector(`[data-${name}]`);
      shown.dataset.state = one.state;
      shown.dataset.level = one.level;
      find('level').textContent = this.words[one.state === 'open' ? one.level : one.state];
      find('level').removeAttribute('data-level');
      find('text').textContent = one.text;
      find('text').hidden = !one.text;
      find('message').textContent = one.message;
      find('why').hidden = !one.explanation;
      find('explanation').textContent = one.explanation;
      find('rule').textContent = one.check;
      find('waiver').textContent = one.waiver;
      find('waiver').hidden = !one.waiver;
      find('jump').addEventListener('click', () => this.jump(one));
      find('jump').hidden = !one.path;
      find('let').hidden = one.state !== 'open' || !this.words.saved;
      find('let').addEventListener('click', () => {
        find('form').hidden = !find('form').hidden;
        if (!find('form').hidden) find('reason').focus();
      });
      find('send').addEventListener('click', () => this.waive(one, find));
      if (one.state === 'open' && one.text) this.fixes(one, find('fixes'));
      return shown;
    }

    fixes(one, place) {
      const offers = one.fixes.slice(0, 4).map((text) => ({ text, label: text ? fill(this.words.replace, text) : this.words.remove }));
      if (one.fact) offers.unshift({ fact: one.fact, label: this.words.useFact });
      offers.forEach((offer) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button button-small';
        button.textContent = offer.label;
        button.addEventListener('click', () => this.apply(one, offer));
        place.append(button, ' ');
      });
    }

    jump(one) {
      const found = locate(this.form, one.path);
      if (!found) return;
      const panel = found.element.closest('[data-panel]');
      const toggle = panel && panel.querySelector('[data-panel-toggle][aria-expanded="false"]');
      if (toggle) toggle.click();
      found.element.scrollIntoView({ block: 'center', behavior: 'auto' });
      found.element.classList.add('tone-shown');
      window.setTimeout(() => found.element.classList.remove('tone-shown'), 2500);
      const editor = draftailOf(found.element);
      const input = inputOf(found.element);
      if (editor) {
        const range = rangeIn(editor, one, found.rest);
        if (range) this.select(editor, range);
      } else if (input) {
        const start = this.startIn(input, one);
        input.focus();
        if (start >= 0) input.setSelectionRange(start, start + one.text.length);
      }
    }

    select(editor, range) {
      const { SelectionState, EditorState } = window.DraftJS;
      const key = range.block.getKey();
      const selection = SelectionState.createEmpty(key).merge({ anchorOffset: range.start, focusOffset: range.end, hasFocus: true });
      editor.onChange(EditorState.forceSelection(editor.state.editorState, selection));
    }

    startIn(input, one) {
      const starts = [];
      for (let at = input.value.indexOf(one.text); at >= 0 && one.text; at = input.value.indexOf(one.text, at + 1)) starts.push(at);
      return starts.length ? starts.sort((a, b) => Math.abs(a - one.start) - Math.abs(b - one.start))[0] : -1;
    }

    apply(one, offer) {
      const found = locate(this.form, one.path);
      if (!found) return;
      const editor = draftailOf(found.element);
      const input = inputOf(found.element);
      if (editor) {
        const range = rangeIn(editor, one, found.rest);
        if (range) this.write(editor, range, one, offer);
      } else if (input && offer.fact === undefined) {
        const start = this.startIn(input, one);
        if (start < 0) return;
        input.setRangeText(offer.text, start, start + one.text.length, 'end');
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.dispatchEvent(new Event('change', { bubbles: true }));
        input.focus();
      }
      this.soon();
    }

    write(editor, range, one, offer) {
      const { SelectionState, EditorState, Modifier } = window.DraftJS;
      const state = editor.state.editorState;
      const selection = SelectionState.createEmpty(range.block.getKey()).merge({ anchorOffset: range.start, focusOffset: range.end });
      let { content } = range;
      let key = null;
      let { text } = offer;
      if (offer.fact !== undefined) {
        const [fact, format] = offer.fact.split(':');
        content = content.createEntity('FACT', 'IMMUTABLE', { fact, format, label: one.text, value: one.text });
        key = content.getLastCreatedEntityKey();
        text = one.text;
      }
      const style = range.block.getInlineStyleAt(range.start);
      editor.onChange(EditorState.push(state, Modifier.replaceText(content, selection, text, style, key), 'insert-characters'));
    }

    async waive(one, find) {
      find('problem').textContent = '';
      const extra = {
        'tone-fingerprint': one.fingerprint,
        'tone-reason': find('reason').value,
        'tone-until': find('until').value,
        'tone-false-alarm': find('false-alarm').checked ? '1' : '',
      };
      this.abort = null;
      try {
        const said = await this.post(extra);
        if (said.findings) this.show(said);
        else find('problem').textContent = said.message;
      } catch {
        find('problem').textContent = this.words.unreachable;
      }
    }

    /* Underlines in rich text, without touching the text: ranges that the style sheet draws. */
    underline(findings) {
      if (!window.CSS || !CSS.highlights || !window.Highlight) return;
      const ranges = { error: [], warning: [], suggestion: [] };
      findings.filter((one) => one.state === 'open' && one.text && one.path).forEach((one) => {
        const found = locate(this.form, one.path);
        const editor = found && draftailOf(found.element);
        const range = editor && rangeIn(editor, one, found.rest);
        const drawn = range && pageRange(editor, range);
        if (drawn) ranges[one.level].push(drawn);
      });
      Object.entries(ranges).forEach(([level, drawn]) => CSS.highlights.set(`tone-${level}`, new Highlight(...drawn)));
    }
  }

  window.wagtail.app.register('contenthub-tone', ToneController);
})();
