// The problem document of a wrong answer, word for word as `service::checklists` tells it.
import type { BadAnswer } from "./answers";

export interface Refusal {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: string;
    at: string;
    zh: { what: string; remedy: string };
    en: { what: string; remedy: string };
}

const ZH = "请按清单中的题型与选项填写；答案以题目编号为键。";
const EN = "Answer by the question's type and choices, keyed by its id.";

export function refusal({ node, type }: BadAnswer, language: string): Refusal {
    const zh = type ? `问题 ${node} 的答案 ${type.found} 不合要求（${type.wanted}）` : `清单中没有问题 ${node}`;
    const en = type
        ? `${node}: ${type.wanted} is wanted, not ${type.found}`
        : `${node}: the checklist has no such question`;
    const english = language === "en";
    return {
        type: "urn:lifang:problem:answer-wrong",
        title: english ? en : zh,
        status: 422,
        detail: english ? EN : ZH,
        code: "answer-wrong",
        at: `answers.${node}`,
        zh: { what: zh, remedy: ZH },
        en: { what: en, remedy: EN },
    };
}
