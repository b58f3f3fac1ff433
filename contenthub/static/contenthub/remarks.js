/* The panel with remarks: it posts what is said or settled, and shows the panel that comes back. */
(() => {
  class RemarksController extends window.StimulusModule.Controller {
    connect() {
      this.element.addEventListener('click', (event) => this.clicked(event));
      this.element.addEventListener('change', (event) => this.chosen(event));
      if (window.location.hash.startsWith('#remark-')) {
        const toggle = document.querySelector('[data-side-panel-toggle="remarks"]');
        if (toggle && toggle.getAttribute('aria-expanded') !== 'true') window.setTimeout(() => toggle.click(), 0);
      }
    }

    clicked(event) {
      const button = event.target.closest('button');
      if (!button) return;
      if ('remarkSend' in button.dataset) {
        this.send({ field: this.find('about').value, text: this.find('text').value });
      } else if (button.dataset.remarkSettle) {
        this.send({ settle: button.dataset.remarkSettle });
      } else if ('remarkField' in button.dataset) {
        this.show(button.dataset.remarkField);
      }
    }

    chosen(event) {
      const who = event.target;
      if (!('remarkWho' in who.dataset) || !who.value) return;
      const text = this.find('text');
      text.value = `${text.value}${text.value && !/\s$/.test(text.value) ? ' ' : ''}${who.value} `;
      who.value = '';
      text.focus();
    }

    find(name) {
      return this.element.querySelector(`[data-remark-${name}]`);
    }

    show(field) {
      const found = document.querySelector(`form[data-edit-form] [data-contentpath="${field || 'title'}"]`);
      if (found) found.scrollIntoView({ block: 'center' });
    }

    async send(said) {
      const answer = await fetch(this.element.dataset.url, {
        method: 'POST',
        body: new URLSearchParams(said),
        headers: { 'X-CSRFToken': window.wagtailConfig.CSRF_TOKEN, 'X-Requested-With': 'fetch' },
      });
      if (!answer.ok) return;
      const typed = said.settle ? this.find('text').value : '';
      this.element.innerHTML = await answer.text();
      this.find('text').value = typed;
      const count = Number(this.element.querySelector('[data-remarks]').dataset.count);
      const badge = document.querySelector('[data-side-panel-toggle="remarks"] [data-side-panel-toggle-counter]');
      if (badge) {
        badge.hidden = !count;
        badge.textContent = count;
      }
    }
  }
  window.wagtail.app.register('contenthub-remarks', RemarksController);
})();
