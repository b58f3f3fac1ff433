/* The GraphQL page: sends what is written, shows what is answered, lists what the schema has. No libraries. */
(() => {
    "use strict";

    const page = document.querySelector("[data-graphiql]");
    if (!page) return;
    const read = (id) => JSON.parse(document.getElementById(id).textContent);
    const examples = read("graphiql-examples");
    const texts = read("graphiql-texts");
    const query = document.getElementById("graphiql-query");
    const variables = document.getElementById("graphiql-variables");
    const status = page.querySelector("[data-status]");
    const result = page.querySelector("[data-result]");
    const STORE = "contenthub-graphiql";
    const OF = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
    const INTROSPECTION = `{ __schema { types { kind name description
        fields(includeDeprecated: true) { name description isDeprecated args { name type { ${OF} } } type { ${OF} } }
        inputFields { name description type { ${OF} } } enumValues { name description }
        possibleTypes { name } } } }`;

    const cookie = (name) =>
        document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
    const csrf = () => window.wagtailConfig?.CSRF_TOKEN ?? cookie("csrftoken");

    async function send(body) {
        const answer = await fetch(page.dataset.endpoint, {
            method: "POST",
            credentials: "same-origin",
            headers: {
                "Content-Type": "application/json",
                Accept: "application/graphql-response+json, application/json;q=0.9",
                "X-CSRFToken": csrf(),
            },
            body: JSON.stringify(body),
        });
        const text = await answer.text();
        try {
            return JSON.parse(text);
        } catch {
            throw new Error(answer.status === 403 ? texts.signIn : `${texts.failed} (${answer.status})`);
        }
    }

    function say(text, state) {
        status.textContent = text;
        status.dataset.state = state;
    }

    async function run() {
        let given = {};
        try {
            given = variables.value.trim() ? JSON.parse(variables.value) : {};
        } catch (error) {
            say(`${texts.variables} ${error.message}`, "error");
            variables.focus();
            return;
        }
        say(texts.asking, "busy");
        const start = performance.now();
        try {
            const answer = await send({ query: query.value, variables: given });
            result.textContent = JSON.stringify(answer, null, 2);
            const time = `${Math.round(performance.now() - start)} ms`;
            if (answer.errors) say(`${answer.errors[0].message} (${time})`, "error");
            else say(`${texts.answered} ${time}`, "done");
        } catch (error) {
            say(error.message, "error");
        }
        try {
            sessionStorage.setItem(STORE, JSON.stringify([query.value, variables.value]));
        } catch { /* a full or forbidden store is no reason to stop */ }
    }

    function fill(text, given) {
        query.value = text;
        variables.value = Object.keys(given).length ? JSON.stringify(given, null, 2) : "";
    }

    const typeName = (type) => {
        if (!type) return "";
        if (type.kind === "NON_NULL") return `${typeName(type.ofType)}!`;
        return type.kind === "LIST" ? `[${typeName(type.ofType)}]` : type.name;
    };

    const element = (tag, text, className) => {
        const made = document.createElement(tag);
        if (text) made.textContent = text;
        if (className) made.className = className;
        return made;
    };

    function members(type) {
        const list = [];
        for (const field of type.fields ?? []) {
            const args = field.args.map((one) => `${one.name}: ${typeName(one.type)}`).join(", ");
            const old = field.isDeprecated ? `${texts.deprecated} ` : "";
            list.push([`${field.name}${args ? `(${args})` : ""}: ${typeName(field.type)}`, old + (field.description ?? "")]);
        }
        for (const field of type.inputFields ?? []) list.push([`${field.name}: ${typeName(field.type)}`, field.description]);
        for (const value of type.enumValues ?? []) list.push([value.name, value.description]);
        if (type.kind === "UNION") for (const one of type.possibleTypes) list.push([one.name, ""]);
        return list;
    }

    function entry(type) {
        const details = element("details", "", "graphiql__type");
        const summary = element("summary", type.name);
        if (type.description) summary.append(element("span", type.description));
        const list = element("dl");
        for (const [name, about] of members(type)) {
            list.append(element("dt", name));
            if (about) list.append(element("dd", about));
        }
        details.append(summary, list);
        details.dataset.words = details.textContent.toLowerCase();
        return details;
    }

    function narrow(box, words) {
        let shown = 0;
        for (const details of box.children) {
            details.hidden = !words.every((word) => details.dataset.words.includes(word));
            shown += details.hidden ? 0 : 1;
        }
        page.querySelector("[data-count]").textContent = `${shown} / ${box.children.length}`;
    }

    async function listTypes() {
        const box = page.querySelector("[data-types]");
        try {
            const answer = await send({ query: INTROSPECTION });
            if (!answer.data) throw new Error(answer.errors?.[0]?.message ?? texts.failed);
            const types = answer.data.__schema.types.filter((type) => !type.name.startsWith("__"));
            const first = (type) => (type.name === "Query" ? 0 : 1);
            types.sort((a, b) => first(a) - first(b) || a.name.localeCompare(b.name));
            box.replaceChildren(...types.map(entry));
            box.firstElementChild.open = true;
            narrow(box, []);
        } catch (error) {
            box.replaceChildren(element("p", error.message));
        }
        page.querySelector("[data-search]").addEventListener("input", (event) => {
            narrow(box, event.target.value.toLowerCase().split(/\s+/).filter(Boolean));
        });
    }

    page.querySelector("[data-run]").addEventListener("click", run);
    page.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            run();
        }
    });
    page.querySelectorAll("[data-example]").forEach((button) => {
        button.addEventListener("click", () => {
            const chosen = examples[Number(button.dataset.example)];
            fill(chosen.query, chosen.variables);
            query.focus();
        });
    });
    try {
        const [text, given] = JSON.parse(sessionStorage.getItem(STORE)) ?? [];
        query.value = text || examples[0].query;
        variables.value = given ?? "";
    } catch {
        fill(examples[0].query, examples[0].variables);
    }
    listTypes();
})();
