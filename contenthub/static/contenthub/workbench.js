/* The workbench: tries what is written as soon as nobody types, and shows the file. Nothing is stored. */
(() => {
    "use strict";

    const bench = document.querySelector("[data-workbench]");
    if (!bench) return;
    const texts = JSON.parse(document.getElementById("workbench-texts").textContent);
    const form = bench.querySelector("form");
    const part = (name) => bench.querySelector(`[data-${name}]`);
    const item = document.getElementById("workbench-item");
    const variant = document.getElementById("workbench-variant");
    let asked = 0;
    let timer = 0;

    function tell(findings) {
        const shown = findings.length ? findings : [{ level: "info", message: texts.good, where: "" }];
        part("findings").replaceChildren(
            ...shown.map(({ level, message, where }) => {
                const line = document.createElement("li");
                line.dataset.level = level;
                line.textContent = where ? `${where}: ${message}` : message;
                return line;
            }),
        );
    }

    function names(found) {
        const template = form.elements.template;
        part("names").replaceChildren(
            ...found.map((name) => {
                const button = document.createElement("button");
                button.type = "button";
                button.textContent = name;
                button.setAttribute("aria-label", texts.insert.replace("%s", name));
                button.addEventListener("click", () => {
                    template.setRangeText(`{{ ${name} }}`, template.selectionStart, template.selectionEnd, "end");
                    template.focus();
                    later();
                });
                return button;
            }),
        );
    }

    async function run() {
        const number = ++asked;
        const given = Object.fromEntries(new FormData(form));
        delete given.csrfmiddlewaretoken;
        try {
            const answer = await fetch(bench.dataset.workbench, {
                method: "POST",
                credentials: "same-origin",
                headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
                body: JSON.stringify({ ...given, item: item.value, variant: variant.value }),
            });
            const found = await answer.json();
            if (number !== asked) return;
            tell(found.findings);
            part("path").textContent = found.path || "";
            part("media").textContent = found.media_type || "";
            part("text").textContent = found.content || "";
            part("page").hidden = found.media_type !== "text/html" || !found.content;
            part("page").srcdoc = found.media_type === "text/html" ? found.content : "";
            if (found.names && found.names.length) names(found.names);
        } catch {
            if (number === asked) tell([{ level: "error", message: texts.failed, where: "" }]);
        }
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(run, 350);
    }

    form.addEventListener("input", later);
    item.addEventListener("change", run);
    variant.addEventListener("change", run);
    run();
})();
