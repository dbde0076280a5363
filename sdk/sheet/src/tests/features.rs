//! What XLSForm has and a checklist can be asked.

use super::*;

#[test]
fn every_type_becomes_a_question_of_its_own_type() {
    let form = form(
        "type | name | label
        text | a | 甲
        integer | b | 乙
        decimal | c | 丙
        date | d | 丁
        select_one yes_no | e | 戊
        select_multiple care | f | 己
        acknowledge | g | 庚
        note | h | 辛
        today | j |",
        &[],
    );
    let kinds: Vec<String> = form
        .items
        .iter()
        .map(|item| format!("{:?}", item.kind).split(['(', '[', ')']).take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        kinds,
        [
            "Question Text",
            "Question Integer",
            "Question Decimal",
            "Question Date",
            "Question One",
            "Question Many",
            "Question Flag",
            "Note",
            "Calculate Call"
        ]
    );
}

#[test]
fn relevance_follows_answers_and_what_is_hidden_does_not_count() {
    let form = form(
        "type | name | label | relevant | required
        select_one yes_no | alone | 独居 | | yes
        begin group | care | 关爱 | ${alone} = 'yes' |
        integer | falls | 跌倒次数 | | TRUE
        select_one yes_no | hurt | 受伤 | ${falls} > 0 | ${falls} > 3
        end group | | | |
        note | call | 联系家属 | ${hurt} = 'yes' |",
        &[],
    );
    assert_eq!(stands(&form, &[]), "alone*");
    assert_eq!(stands(&form, &[("alone", "yes")]), "alone* care falls*");
    assert_eq!(stands(&form, &[("alone", "yes"), ("falls", "4"), ("hurt", "yes")]), "alone* care falls* hurt* call");
    assert_eq!(stands(&form, &[("alone", "no"), ("falls", "4"), ("hurt", "yes")]), "alone*");
}

#[test]
fn a_constraint_sees_the_answer_itself_and_others() {
    let form = form(
        "type | name | label | constraint | constraint_message
        integer | age | 年龄 | . >= 0 and . <= 120 | 应在 0 至 120 之间
        text | phone | 电话 | regex(., '^1[0-9]{10}$') |
        date | seen | 上次走访 | . <= today() | 不能晚于今天
        integer | at_home | 居家天数 | . <= ${age} * 365 | 比 ${age} 年还多",
        &[],
    );
    assert_eq!(
        stands(&form, &[("age", "130"), ("phone", "12345"), ("seen", "2024-03-02")]),
        "age! phone! seen! at_home"
    );
    assert_eq!(
        stands(&form, &[("age", "80"), ("phone", "13800000001"), ("seen", "2024-03-01")]),
        "age phone seen at_home"
    );
    assert_eq!(stands(&form, &[("age", "1"), ("at_home", "400")]), "age phone seen at_home!");
}

#[test]
fn what_must_be_confirmed_is_wrong_where_it_is_denied() {
    let form = form(
        "type | name | label | required | relevant\nacknowledge | read | 已阅读 | yes |\nacknowledge | more | 愿意 | |\nnote | on | 继续 | | ${read} = 'OK'",
        &[],
    );
    assert_eq!(stands(&form, &[]), "read* more");
    assert_eq!(stands(&form, &[("read", "no"), ("more", "no")]), "read*! more");
    assert_eq!(stands(&form, &[("read", "OK")]), "read* more on");
    assert_eq!(value(&form, &[("more", "no")], "more"), "");
}

#[test]
fn calculations_are_settled_whatever_the_order_of_rows() {
    let form = form(
        "type | name | label | calculation
        calculate | risk | | if(${points} >= 3, 'high', 'low')
        calculate | points | | ${age} div 40 + count-selected(${care})
        integer | age | 年龄 |
        select_multiple care | care | 情况 |",
        &[],
    );
    assert_eq!(value(&form, &[("age", "80"), ("care", "fall")], "risk"), "high");
    assert_eq!(value(&form, &[("age", "80"), ("care", "")], "risk"), "low");
    assert_eq!(value(&form, &[("age", "80"), ("care", "fall fire")], "points"), "4");
}

#[test]
fn a_filter_of_choices_takes_what_fits_the_answers_before() {
    let form = form(
        "type | name | label | choice_filter
        select_one city | city | 城市 |
        select_one district | district | 区 | city = ${city}",
        &[],
    );
    assert_eq!(stands(&form, &[("city", "changchun"), ("district", "chaoyang")]), "city district");
    assert_eq!(stands(&form, &[("city", "jilin"), ("district", "chaoyang")]), "city district!");
    assert_eq!(stands(&form, &[("city", "jilin"), ("district", "chuanying")]), "city district");
}

#[test]
fn a_repeat_goes_on_as_long_as_another_is_wanted() {
    let form = form(
        "type | name | label | calculation | lifang_repeat_max
        begin repeat | member | 家庭成员 | | 3
        text | name | 姓名 | |
        integer | age | 年龄 | |
        calculate | place | | position(..) |
        end repeat | | | |
        calculate | people | | count(${member}) |
        calculate | years | | sum(${age}) |
        calculate | eldest | | max(${age}) |
        calculate | second | | indexed-repeat(${name}, ${member}, 2) |
        calculate | all | | join('、', ${name}) |",
        &[],
    );
    let first = "member-1 name-1 age-1 place-1 member-more-1";
    assert_eq!(stands(&form, &[]), format!("{first} people years eldest second all"));
    let two: &[(&str, &str)] = &[
        ("member-more-1", "OK"),
        ("name-1", "甲"),
        ("name-2", "乙"),
        ("age-1", "80"),
        ("age-2", "7"),
        ("age-3", "99"),
    ];
    let second = "member-2 name-2 age-2 place-2 member-more-2";
    assert_eq!(stands(&form, two), format!("{first} {second} people years eldest second all"));
    for (node, said) in [
        ("people", "2"),
        ("years", "87"),
        ("eldest", "80"),
        ("second", "乙"),
        ("all", "甲、乙"),
        ("place-2", "2"),
        ("age-3", ""),
    ] {
        assert_eq!(value(&form, two, node), said, "{node}");
    }
    let three = [two, &[("member-more-2", "OK")]].concat();
    assert!(
        stands(&form, &three).contains("member-3 name-3 age-3 place-3 people"),
        "the last asks for no more: {}",
        stands(&form, &three)
    );
}

#[test]
fn a_repeat_that_is_counted_has_so_many_entries_and_says_where_there_is_no_room() {
    let form = form(
        "type | name | label | repeat_count | lifang_repeat_max | relevant
        integer | rooms | 房间数 | | |
        begin repeat | room | 房间 | ${rooms} | 3 |
        select_one yes_no | smoke | 烟感 | | |
        text | why | 原因 | | | ${smoke} = 'no'
        end repeat | | | | |",
        &[],
    );
    assert_eq!(stands(&form, &[]), "rooms");
    assert_eq!(stands(&form, &[("rooms", "2"), ("smoke-2", "no")]), "rooms room-1 smoke-1 room-2 smoke-2 why-2");
    assert!(stands(&form, &[("rooms", "4")]).contains("room-1! smoke-1"), "{}", stands(&form, &[("rooms", "4")]));
}

#[test]
fn repeats_stand_in_repeats() {
    let form = form(
        "type | name | label | lifang_repeat_max | calculation
        begin repeat | house | 房屋 | 2 |
        begin repeat | person | 人 | 2 |
        integer | age | 年龄 | |
        calculate | of_house | | | sum(${age})
        end repeat | | | |
        calculate | sum_house | | | sum(${age})
        end repeat | | | |
        calculate | sum_all | | | sum(${age})",
        &[],
    );
    let said: &[(&str, &str)] =
        &[("house-more-1", "OK"), ("person-more-1-1", "OK"), ("age-1-1", "1"), ("age-1-2", "20"), ("age-2-1", "300")];
    for (node, sum) in [("of_house-1-2", "20"), ("sum_house-1", "21"), ("sum_house-2", "300"), ("sum_all", "321")] {
        assert_eq!(value(&form, said, node), sum, "{node}");
    }
}

#[test]
fn texts_come_in_the_languages_of_their_columns() {
    let plugins = survey(
        "type | name | label::中文 (zh) | label::English (en) | hint::中文 (zh) | hint::English (en)
        text | a | 有{括号}吗？ | Any {brackets}? | 第一行\\n[第二行] | one\\n[two]",
    );
    let choices = plugins.unwrap_err();
    assert!(shown(&choices).contains("choices!C2 (label): label 缺少语言：en"), "{}", shown(&choices));

    let plugins = with_sheets(
        "type | name | label::中文 (zh) | label::English (en) | hint::中文 (zh) | hint::English (en)
        text | a | 有{括号}吗？ | Any {brackets}? | 第一行\\n[第二行] | one\\n[two]",
        &[("choices", "list_name | name | label::zh | label::en\nyes_no | yes | 是 | Yes")],
    )
    .unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let catalog = |tag: &str| {
        let (_, bytes) = plugins[0].catalogs.iter().find(|(language, _)| language == tag).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert!(catalog("zh").contains("label-a = 有{\"{\"}括号{\"}\"}吗？\n"), "{}", catalog("zh"));
    assert!(catalog("en").contains("hint-a = one\n    {\"[\"}two]\n"), "{}", catalog("en"));
}

#[test]
fn what_base_data_holds_can_be_asked_for_and_calculated_with() {
    let plugins = survey(
        "type | name | label | calculation | lifang_field | lifang_fresh_days | lifang_writes | lifang_purpose_zh | lifang_legal_basis | relevant
        text | phone | 电话 | | persons.phone | 365 | yes | 走访联系 | 民发〔2022〕73号 |
        calculate | age | | | persons.age | 3650 | | | |
        select_one yes_no | falls | 近期跌倒 | | | | | | | ${age} >= 80",
    )
    .unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let manifest: toml::Table = plugins[0].manifest.parse().unwrap();
    let collects = manifest["checklist"][0]["collects"].as_array().unwrap();
    assert_eq!(
        (collects.len(), collects[0]["field"].as_str(), collects[0]["writes"].as_bool()),
        (2, Some("persons.phone"), Some(true))
    );
    assert_eq!(collects[0]["purpose"]["en"].as_str(), Some("走访联系"));
    let Program::Form(form) = &plugins[0].program else { panic!("a checklist") };
    let known = answers(&[("age", "82")]);
    let visible = |known: &Answered| Filled::new(form, &Answered::new(), known, OUTSIDE).standing(2).visible;
    assert!(visible(&known) && !visible(&Answered::new()));
}

#[test]
fn a_form_of_five_hundred_questions_is_compiled_and_settled_though_each_asks_the_one_before() {
    let mut rows = "type | name | label | relevant | constraint\nselect_one yes_no | q0 | 问 | |\n".to_owned();
    for at in 1..500 {
        rows +=
            &format!("select_one yes_no | q{at} | 问 {at} | ${{q{}}} = 'yes' | . != '' or ${{q0}} = 'no'\n", at - 1);
    }
    let form = form(&rows, &[]);
    assert_eq!((form.items.len(), form.order.len()), (500, 500));
    let all: Answered = (0..499).map(|at| (format!("q{at}"), "yes".to_owned())).collect();
    let filled = Filled::new(&form, &all, &Answered::new(), OUTSIDE);
    assert!((0..500).all(|at| filled.standing(at).visible), "the last shows because all before it say yes");
    let bytes = Program::Form(form.clone()).to_bytes().unwrap();
    assert_eq!(Program::from_bytes(&bytes), Ok(Program::Form(form)));
    assert!(bytes.len() < 120_000, "{} bytes", bytes.len());
}

#[test]
fn what_only_changes_the_looks_and_what_is_remarked_is_taken() {
    let form = form(
        "type | name | label | appearance | #remark | disabled
        text | a | 甲 | multiline w2 | 问过街道 |
        text | b | 乙 | | | yes",
        &[("#草稿", "anything | goes\n1 | 2")],
    );
    assert_eq!(form.items.len(), 1);
}
