/* Completion in a field that holds a GraphQL query: names that may stand where the cursor is, from the schema.
   Ctrl+Space asks for them, the arrows choose, Enter or Tab puts one in, Escape sends them away. */
(() => {
    "use strict";

    const given = document.getElementById("query-types");
    const field = document.querySelector("[data-workbench] [name=item_query]");
    if (!given || !field) return;
    const { query, types, say } = JSON.parse(given.textContent);
    const list = document.createElement("ul");
    const told = document.createElement("p");
    let options = [];
    let chosen = 0;

    list.id = "query-names";
    list.className = "workbench__complete";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", say.names);
    list.hidden = true;
    told.className = "w-sr-only";
    told.setAttribute("role", "status");
    field.after(list, told);
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-keyshortcuts", "Control+Space");

    /* Follow the braces up to the cursor: which type's fields may be named there, or which field's arguments. */
    function place(text) {
        const clean = text.replace(/#[^\n]*/g, "").replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"/g, '""');
        const stack = [];
        let name = "";
        let fragment = false;
        let inside = 0;
        let owner = "";
        for (const [token] of clean.matchAll(/\.\.\.|[{}()]|\$?[A-Za-z_]\w*/g)) {
            if (token === "(") {
                if (!inside) owner = name;
                inside += 1;
            } else if (token === ")") {
                inside = Math.max(0, inside - 1);
                if (!inside) name = owner;
            } else if (token === "{" && !inside) {
                const up = stack[stack.length - 1];
                if (!stack.length) stack.push(query);
                else stack.push(fragment ? name : ((types[up] || {})[name] || {}).type || "");
                fragment = false;
            } else if (token === "}" && !inside) {
                stack.pop();
            } else if (token === "...") {
                fragment = true;
            } else if (/^[A-Za-z_]/.test(token) && !(fragment && token === "on")) {
                name = token;
            }
        }
        return { type: stack[stack.length - 1] || "", owner: inside ? owner : "", fragment };
    }

    function find() {
        const before = field.value.slice(0, field.selectionStart);
        const start = (before.match(/\w*$/) || [""])[0];
        const { type, owner, fragment } = place(before.slice(0, before.length - start.length));
        const fields = types[type] || {};
        const found = owner
            ? Object.entries((fields[owner] || {}).args || {}).map(([name, hint]) => ({ name, hint, insert: `${name}: ` }))
            : fragment
              ? Object.keys(types).map((name) => ({ name, hint: "", insert: name }))
              : Object.entries(fields).map(([name, one]) => ({ name, hint: one.hint, insert: name }));
        const wanted = start.toLowerCase();
        const fits = found.filter(({ name }) => name.toLowerCase().startsWith(wanted) && name !== start);
        return { start, fits: fits.slice(0, 50) };
    }

    function close() {
        options = [];
        list.hidden = true;
        list.replaceChildren();
        field.removeAttribute("aria-activedescendant");
        told.textContent = "";
    }

    function mark(index) {
        chosen = (index + options.length) % options.length;
        [...list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === chosen)));
        const line = list.children[chosen];
        field.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
    }

    function open(asked) {
        const { start, fits } = find();
        if (!fits.length || (!asked && !start)) {
            close();
            return;
        }
        options = fits;
        list.replaceChildren(
            ...fits.map(({ name, hint }, place) => {
                const line = document.createElement("li");
                const more = document.createElement("small");
                line.id = `query-name-${place}`;
                line.setAttribute("role", "option");
                line.textContent = name;
                more.textContent = hint;
                line.append(" ", more);
                line.addEventListener("mousedown", (event) => {
                    event.preventDefault();
                    put(place);
                });
                return line;
            }),
        );
        list.hidden = false;
        told.textContent = say.found.replace("%d", fits.length);
        mark(0);
    }

    function put(place) {
        const { start } = find();
        const end = field.selectionStart;
        field.setRangeText(options[place].insert, end - start.length, end, "end");
        close();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        close();
    }

    field.addEventListener("input", () => open(false));
    field.addEventListener("blur", close);
    field.addEventListener("click", close);
    field.addEventListener("keydown", (event) => {
        if (event.ctrlKey && event.code === "Space") {
            event.preventDefault();
            open(true);
        } else if (list.hidden || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            mark(chosen + (event.key === "ArrowDown" ? 1 : -1));
        } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
            event.preventDefault();
            put(chosen);
        } else if (event.key === "Escape") {
            event.preventDefault();
            close();
        }
    });
})();
