/* The outermost block of an item: Wagtail's block controller reads `element`, which a StructBlock calls `container`. */
(() => {
  function RootStructBlockDefinition(...args) {
    const definition = new window.wagtailStreamField.blocks.StructBlockDefinition(...args);
    const render = definition.render.bind(definition);
    definition.render = (...renderArgs) => {
      const block = render(...renderArgs);
      block.element = block.container[0];
      return block;
    };
    return definition;
  }
  window.telepath.register('contenthub.RootStructBlock', RootStructBlockDefinition);
})();
