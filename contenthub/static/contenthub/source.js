/* The panel with the source of a translation: the name of a field leads to that field in the form. */
(() => {
  class SourceController extends window.StimulusModule.Controller {
    connect() {
      this.element.addEventListener('click', (event) => {
        const field = event.target.closest('[data-source-field]')?.dataset.sourceField;
        const found = field && document.querySelector(`form[data-edit-form] [data-contentpath="${field}"]`);
        if (!found) return;
        found.scrollIntoView({ block: 'center' });
        found.querySelector('input:not([type=hidden]), textarea, select, [contenteditable=true]')?.focus({ preventScroll: true });
      });
    }
  }

  window.wagtail.app.register('contenthub-source', SourceController);
})();
