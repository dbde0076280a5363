// What openrosa-xpath-evaluator says to the cases on standard input: the oracle of the engine in sdk/sheet/engine.
//
// In: { answers: { name: text or list of texts }, cases: [expression] }, with ${name} for a question. Out: the texts, in order.

import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('', { contentType: 'text/html' })
for (const name of ['XPathEvaluator', 'XPathResult', 'Node']) globalThis[name] = window[name]
// After the globals, which it reads when it is loaded.
const evaluatorOf = createRequire(import.meta.url)('openrosa-xpath-evaluator')
const evaluator = evaluatorOf()

let input = ''
for await (const part of process.stdin) input += part
const { answers, cases } = JSON.parse(input)

const form = new window.DOMParser().parseFromString('<data/>', 'text/xml')
for (const [name, said] of Object.entries(answers)) {
    for (const text of [said].flat()) {
        const element = form.createElement(name)
        element.textContent = text
        form.documentElement.appendChild(element)
    }
}

const results = cases.map((expression) => {
    const asked = expression.replace(/\$\{([^}]+)\}/g, '/data/$1')
    // A question that is not in a repeat is one node.
    return evaluator.evaluate(asked, form.documentElement, null, window.XPathResult.STRING_TYPE).stringValue
})
process.stdout.write(JSON.stringify(results, null, 1))
