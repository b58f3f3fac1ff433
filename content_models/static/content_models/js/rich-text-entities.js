/* Facts and links in Wagtail's rich text editor. A fact is an immutable token that shows its current value. */
(() => {
  const { React, DraftJS, draftail } = window;

  /* Opens Wagtail's own chooser and hands the choice to `insert`. */
  class ChooserSource extends React.Component {
    componentDidMount() {
      const { onClose, entityType } = this.props;
      this.closed = (event) => {
        event.preventDefault();
        onClose();
      };
      this.workflow = window.ModalWorkflow({
        url: entityType.chooserUrls.chooser,
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: (data) => this.insert(data) },
        onError: onClose,
      });
      window.jQuery(document.body).on('hidden.bs.modal', this.closed);
    }

    componentWillUnmount() {
      window.jQuery(document.body).off('hidden.bs.modal', this.closed);
    }

    replace(data, text, mutability) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState.getCurrentContent().createEntity(entityType.type, mutability, data);
      const key = content.getLastCreatedEntityKey();
      const selection = editorState.getSelection();
      const next = DraftJS.Modifier.replaceText(content, selection, text, null, key);
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, next, 'insert-characters'));
    }

    render() {
      return null;
    }
  }

  class FactSource extends ChooserSource {
    insert(data) {
      this.replace(
        { fact: data.uuid, format: data.format || 'short', label: data.label, value: data.value },
        data.value,
        'IMMUTABLE',
      );
    }
  }

  class ItemLinkSource extends ChooserSource {
    insert(data) {
      const { editorState } = this.props;
      const selection = editorState.getSelection();
      const block = editorState.getCurrentContent().getBlockForKey(selection.getStartKey());
      const chosen = selection.isCollapsed()
        ? ''
        : block.getText().slice(selection.getStartOffset(), selection.getEndOffset());
      this.replace({ item: data.uuid, title: data.string }, chosen || data.string, 'MUTABLE');
    }
  }

  const entityData = (props) => props.contentState.getEntity(props.entityKey).getData();

  const Fact = (props) =>
    React.createElement(
      'span',
      { className: 'contenthub-fact', title: entityData(props).label },
      props.children,
    );

  const Link = (props) =>
    React.createElement(
      'span',
      { className: 'contenthub-link', title: entityData(props).title || entityData(props).href },
      props.children,
    );

  draftail.registerPlugin({ type: 'FACT', source: FactSource, decorator: Fact }, 'entityTypes');
  draftail.registerPlugin({ type: 'ITEM_LINK', source: ItemLinkSource, decorator: Link }, 'entityTypes');
  draftail.registerPlugin({ type: 'EXTERNAL_LINK', source: () => null, decorator: Link }, 'entityTypes');

  /* Wagtail writes a label above the editor and does not say that it belongs to it: a screen reader hears no name. */
  const name = () => {
    document.querySelectorAll('.public-DraftEditor-content:not([aria-label])').forEach((editor) => {
      const label = editor.closest('[data-contentpath]')?.querySelector('label')?.cloneNode(true);
      label?.querySelectorAll('.w-required-mark').forEach((mark) => mark.remove());
      if (label) editor.setAttribute('aria-label', label.textContent.trim());
    });
  };
  document.addEventListener('DOMContentLoaded', () => {
    name();
    document
      .querySelectorAll('form[data-edit-form]')
      .forEach((form) => new MutationObserver(name).observe(form, { childList: true, subtree: true }));
  });
})();
