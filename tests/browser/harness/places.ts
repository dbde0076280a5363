// The places of the demo that tests go to.

/** 长山花园社区, Kuancheng: new estates with property firms. The model community of the source letter. */
export const CHANGSHAN = { code: "220103008003", name: "长山花园社区" };
/** 东田社区, Chaoyang: old walk-ups. */
export const DONGTIAN = { code: "220104001001", name: "东田社区" };
/** Changchun, whose districts have outlines. */
export const CHANGCHUN = "2201";
