// The visit to new residents: what is asked, what the answers mean, and the certificate that the community no longer issues.
// @ts-check
import {
  certificates, checklist, choices, clause, Day, finding, forms, group, judgement, mayNotIssue, notification, persons, question, reason,
  tag, text, UnknownId, workOrder,
} from "lifang-sdk";

const RULE = "newcomer-visit";
/** Fill in: the local document this rests on. */
const LOCAL = "本地新居民走访办法（请填写文号）";

export default forms({
  checklist(call, id) {
    if (id !== RULE) throw new UnknownId(id);
    return checklist(RULE, text("newcomer-visit"), [
      question.integer("age", [0, 120], text("age"), { field: persons.AGE.key }),
      question.flag("registered", text("registered"), { required: true }),
      group("lease", text("lease"), [
        question.date("lease-until", text("lease-until"), {
          hint: text("lease-hint"),
          check: (answers) => {
            const until = answers.date("lease-until");
            return until && until.number < call.today.number ? text("lease-ended", { day: until }) : null;
          },
        }),
      ], { visibleWhen: (answers) => answers.no("registered") }),
      question.integer("children", [0, 10], text("children")),
      question.one("school", choices("school", ["enrolled", "looking", "none"]), text("school"), {
        visibleWhen: (answers) => (answers.integer("children") ?? 0) > 0,
        required: true,
      }),
      question.many("needs", choices("needs", ["permit", "school", "medical", "work"]), text("needs")),
    ]);
  },

  judge(call, id, answers, known) {
    if (id !== RULE) throw new UnknownId(id);
    const found = judgement();
    if (answers.no("registered")) {
      const days = call.settingInteger("register_days");
      found.findings.push(finding.minor(RULE, "registered", text("not-registered")));
      found.actions.push(workOrder(RULE, "newcomers", text("help-registering"), { to: "community-staff", due: call.addWorkingDays(days).end }));
      found.reasons.push(reason(RULE, text("because-not-registered", { days }), { basis: [LOCAL, "第二条"], fields: ["registered"] }));
    }
    if (answers.is("school", "none")) {
      const children = answers.integer("children") ?? 0;
      found.findings.push(finding.major(RULE, "school", text("no-school", { children })));
      found.actions.push(notification(RULE, "community-staff", text("tell-school")));
      found.reasons.push(reason(RULE, text("because-no-school"), { basis: ["中华人民共和国义务教育法", "第十二条"], fields: ["children", "school"] }));
    }
    const age = answers.integer("age") ?? known.get(persons.AGE);
    if (age !== null && age >= 65) {
      found.actions.push(tag(RULE, "elderly-newcomer", { until: call.today.plusMonths(12) }));
      found.reasons.push(reason(RULE, text("because-elderly", { age }), { basis: [LOCAL, "第五条"], fields: ["age"] }));
    }
    if (found.reasons.length === 0) found.reasons.push(reason(RULE, text("all-well"), { fields: ["registered"] }));
    return found;
  },

  certificates() {
    const inForce = new Day(19_723); // 2024-01-01
    return certificates([
      mayNotIssue("residence", text("certificate-residence"), { office: text("office-residence"), advice: text("advice-residence") }, {
        basis: clause("居住证暂行条例", "第九条"),
        inForce,
        keywords: ["居住证明", "住址证明", "租房"],
      }),
    ]);
  },
});
