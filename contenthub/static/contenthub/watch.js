/* Looks closer at a form than Wagtail does: the preview follows within a second, and what is typed while the draft is
   being saved counts as unsaved. Wagtail takes the form as it is when the answer arrives for what was saved; whoever
   types on meanwhile and then stops would lose that. */
(() => {
  const MILLISECONDS = 100;
  const unsavedOf = (form) => window.wagtail.app.getControllerForElementAndIdentifier(form, 'w-unsaved');
  const sent = new WeakMap();

  /* Before Wagtail connects: told later, it would take the form anew for what was never touched. */
  document.addEventListener('readystatechange', () => {
    document.querySelectorAll('form[data-edit-form]').forEach((form) => {
      form.dataset.wUnsavedCheckIntervalValue = MILLISECONDS;
    });
  }, { once: true });
  document.addEventListener('w-autosave:save', (event) => {
    const unsaved = unsavedOf(event.target);
    if (unsaved) sent.set(event.target, unsaved.formData);
  });
  document.addEventListener('w-autosave:success', (event) => {
    const unsaved = unsavedOf(event.target);
    const saved = sent.get(event.target);
    if (unsaved && saved !== undefined && saved !== unsaved.formData) unsaved.initialFormData = saved;
  });
})();
