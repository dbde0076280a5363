"""The visit to new residents: what is asked, what the answers mean, and the certificate that the community no longer issues."""

from lifang_sdk import (
    Answers, Call, Checklist, Day, Fields, Forms, Judgement, Persons, UnknownId, certificates, choices, clause, finding, group, judgement,
    may_not_issue, notification, question, reason, tag, text, work_order,
)

RULE = "newcomer-visit"
LOCAL = "本地新居民走访办法（请填写文号）"
"""Fill in: the local document this rests on."""


class Plugin(Forms):
    def checklist(self, call: Call, id: str, known: Fields) -> Checklist:
        if id != RULE:
            raise UnknownId(id)

        def lease_problem(answers: Answers):
            until = answers.date("lease-until")
            return text("lease-ended", day=until) if until and until < call.today else None

        lease = question.date("lease-until", text("lease-until"), hint=text("lease-hint"), check=lease_problem)
        return Checklist(RULE, text("newcomer-visit"), [
            question.integer("age", (0, 120), text("age"), field=Persons.AGE.key),
            question.flag("registered", text("registered"), required=True),
            group("lease", text("lease"), [lease], visible_when=lambda answers: answers.no("registered")),
            question.integer("children", (0, 10), text("children")),
            question.one(
                "school",
                choices("school", ["enrolled", "looking", "none"]),
                text("school"),
                visible_when=lambda answers: (answers.integer("children") or 0) > 0,
                required=True,
            ),
            question.many("needs", choices("needs", ["permit", "school", "medical", "work"]), text("needs")),
        ])

    def judge(self, call: Call, id: str, answers: Answers, known: Fields) -> Judgement:
        if id != RULE:
            raise UnknownId(id)
        found = judgement()
        if answers.no("registered"):
            days = call.setting_integer("register_days")
            found.findings.append(finding.minor(RULE, "registered", text("not-registered")))
            found.actions.append(work_order(RULE, "newcomers", text("help-registering"), to="community-staff", due=call.add_working_days(days).end))
            found.reasons.append(reason(RULE, text("because-not-registered", days=days), basis=(LOCAL, "第二条"), fields=["registered"]))
        if answers.is_("school", "none"):
            children = answers.integer("children") or 0
            found.findings.append(finding.major(RULE, "school", text("no-school", children=children)))
            found.actions.append(notification(RULE, "community-staff", text("tell-school")))
            found.reasons.append(reason(RULE, text("because-no-school"), basis=("中华人民共和国义务教育法", "第十二条"), fields=["children", "school"]))
        age = answers.integer("age")
        if age is None:
            age = known.get(Persons.AGE)
        if age is not None and age >= 65:
            found.actions.append(tag(RULE, "elderly-newcomer", until=call.today.plus_months(12)))
            found.reasons.append(reason(RULE, text("because-elderly", age=age), basis=(LOCAL, "第五条"), fields=["age"]))
        if not found.reasons:
            found.reasons.append(reason(RULE, text("all-well"), fields=["registered"]))
        return found

    def certificates(self, call: Call):
        return certificates([
            may_not_issue(
                "residence",
                text("certificate-residence"),
                office=text("office-residence"),
                advice=text("advice-residence"),
                basis=clause("居住证暂行条例", "第九条"),
                in_force=Day.of(2024, 1, 1),
                keywords=["居住证明", "住址证明", "租房"],
            ),
        ])


plugin = Plugin()
