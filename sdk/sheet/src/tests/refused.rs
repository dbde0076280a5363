//! What is refused, each by name and with its place; and all of it in one report.

use super::*;

#[test]
fn everything_that_is_wrong_is_in_one_report() {
    let said = wrong(
        "type | name | label | read_only | media::image | appearance
        geopoint | where | 位置 | yes | a.png | maps
        text | a | 甲 | yes | | month-year
        rank care | b | 乙 | | |",
    );
    for part in [
        "survey!A2 (type): 不支持题型 geopoint",
        "The type geopoint is not supported",
        "The column read_only is not supported",
        "The column media::image is not supported",
        "The appearance month-year is not supported",
        "The type rank is not supported",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
}

#[test]
fn a_column_that_is_not_supported_is_named_once_and_only_where_it_says_something() {
    for column in [
        "default",
        "trigger",
        "required_message",
        "image",
        "audio",
        "video",
        "parameters",
        "instance::x",
        "bind::x",
        "body::x",
        "save_to",
        "autoplay",
        "note",
    ] {
        let rows = format!("type | name | label | {column}\ntext | a | 甲 | x\ntext | b | 乙 | x");
        let said = wrong(&rows);
        assert_eq!(said.matches("is not supported").count(), 1, "{said}");
        assert!(said.contains(&format!("survey!D2 ({column})")), "{said}");
        assert!(survey(&rows.replace("| x", "|")).is_ok(), "{column} is empty");
    }
}

#[test]
fn settings_and_sheets_that_are_not_supported_are_named() {
    let settings = SETTINGS
        .replace("lifang_licence", "lifang_licence | instance_name | public_key")
        .replace("Apache-2.0", "Apache-2.0 | ${a} | abc");
    let rows = "type | name | label\ntext | a | 甲";
    let problems = with_sheets(
        rows,
        &[("settings", &settings), ("entities", "list_name | label\nx | y"), ("external_choices", "a | b\n1 | 2")],
    );
    let said = shown(&problems.unwrap_err());
    for name in ["instance_name", "public_key", "The sheet entities", "The sheet external_choices"] {
        assert!(said.contains(name), "{name}:\n{said}");
    }
    let bare = with_sheets(rows, &[("settings", "form_title\n走访")]);
    let said = shown(&bare.unwrap_err());
    for name in ["form_id", "version", "lifang_plugin_id", "lifang_regions", "lifang_effective_from", "lifang_licence"]
    {
        assert!(
            said.contains(&format!("{name} is missing")) || said.contains("id_string is missing"),
            "{name}:\n{said}"
        );
    }
    let crooked = SETTINGS.replace("1.0.0", "v2").replace("| visit", "| Home Visit").replace("中文 (zh)", "Klingon");
    let said = shown(&with_sheets(rows, &[("settings", &crooked)]).unwrap_err());
    for name in ["\"v2\" is not three numbers", "\"Home Visit\"", "\"Klingon\" is not known"] {
        assert!(said.contains(name), "{name}:\n{said}");
    }
}

#[test]
fn an_expression_that_cannot_be_is_told_with_cell_and_character() {
    let case = |column: &str, expression: &str| {
        wrong(&format!(
            "type | name | label | {column}
            integer | age | 年龄 |
            text | who | 谁 |
            date | day | 哪天 |
            select_one yes_no | alone | 独居 |
            select_multiple care | care | 情况 |
            begin group | more | 更多 |
            text | last | 末题 | {expression}
            end group | | |"
        ))
    };
    for (expression, said) in [
        (
            "${agee} > 3",
            "There is no question agee. (from character 1: ${agee} > 3) Did you mean age?|Check the spelling in the column name. Did you mean age?",
        ),
        ("${age} > ", "The expression is not finished"),
        ("(${age} > 3", "A bracket is not closed"),
        ("${age} > 3)", ") is not expected here"),
        ("${age} >> 3", "> is not expected here"),
        ("'a", "A quote is not closed"),
        ("${age", "${ has no }"),
        ("age > 3", "age is not known here"),
        ("${age} ＞ 3", "means nothing here"),
        ("../age > 3", "XPath paths"),
        ("/data/age > 3", "XPath paths"),
        ("${more}[1] = 'a'", "XPath paths"),
        ("now() > 3", "The function now is not supported"),
        ("random() > 3", "The function random is not supported"),
        ("pulldata('a', 'b', 'c', 'd') = 1", "The function pulldata is not supported"),
        ("jr:choice-name(${alone}, 'x') = 1", "The function jr:choice-name is not supported"),
        ("conjure(3) = 1", "The function conjure is not supported. (from character 1"),
        ("selected(${care}) ", "selected takes 2 arguments, not 1"),
        ("position() = 1", "position is written position(..)"),
        ("${alone} = 'maybe'", "The question has no choice maybe"),
        ("selected(${care}, 'flood')", "The question has no choice flood"),
        ("selected(${age}, 'x')", "selected is for questions with choices"),
        ("${who} + 1 > 3", "A number is wanted here"),
        ("${care} > 3", "A number is wanted here"),
        ("sum(${who}) > 3", "A number is wanted here"),
        ("${age} = 'old'", "A number is never 'old'"),
        ("${day} = 'yesterday'", "'yesterday' is no date"),
        ("${more} = 'a'", "A group has no answer"),
        ("${alone}", "A question alone is always true"),
        ("${alone} and ${age} > 3", "A question alone is always true"),
        ("not(${alone})", "A question alone is always true"),
        ("regex(${who}, '(?=a)')", "This regular expression is not supported"),
        ("regex(${who}, ${who})", "must be written out"),
        ("format-date(${day}, '%b') = 'a'", "%Y %y %m %n %d %e only"),
        ("indexed-repeat(${age}, ${more}, 1) = 1", "is no repeat"),
        ("count(${more}) = 1", "count wants a repeat"),
    ] {
        let found = case("relevant", expression);
        assert!(found.contains("survey!D8 (relevant)"), "{expression}: {found}");
        assert!(said.split('|').any(|said| found.contains(said)), "{expression}: {found}");
    }
    let deep = format!("{}${{age}} > 3{}", "(".repeat(60), ")".repeat(60));
    assert!(case("relevant", &deep).contains("nests deeper"));
}

#[test]
fn a_circle_is_named_from_end_to_end() {
    let said = wrong(
        "type | name | label | calculation | relevant
        calculate | a | | ${b} + 1 |
        calculate | b | | ${c} + 1 |
        calculate | c | | ${a} + 1 |",
    );
    assert!(said.contains("It goes in a circle:") && said.contains("→"), "{said}");
    for rows in [
        "type | name | label | relevant\ntext | a | 甲 | ${b} = 'x'\ntext | b | 乙 | ${a} = 'x'",
        "type | name | label | relevant\ntext | a | 甲 | ${a} = 'x'",
        "type | name | label | relevant\nbegin group | g | 组 | ${a} = 'x'\ntext | a | 甲 |\nend group | | |",
        "type | name | label | repeat_count\nbegin repeat | r | 组 | ${a}\ninteger | a | 甲 |\nend repeat | | |",
    ] {
        assert!(wrong(rows).contains("It goes in a circle:"), "{rows}");
    }
}

#[test]
fn rows_that_do_not_fit_together_are_named() {
    for (rows, said) in [
        ("type | name | label\nbegin group | g | 组\ntext | a | 甲", "survey!2: 没有对应的 end 行"),
        ("type | name | label\ntext | a | 甲\nend group | |", "survey!A3 (type): 没有对应的 begin 行"),
        ("type | name | label\nbegin repeat | g | 组\nend group | |", "no begin row"),
        ("type | name | label\ntext | a | 甲\ntext | a | 乙", "The name a is taken"),
        ("type | name | label\ntext | 1a | 甲", "has characters that a name cannot have"),
        ("type | name | label\ntext | | 甲", "name is missing"),
        ("type | name | label\ntext | a |", "label is missing"),
        ("type | name | label\nselect_one nowhere | a | 甲", "has no list nowhere. Its"),
        ("type | name | label\ncalculate | a |", "calculation is missing"),
        ("type | name | label | required\nnote | a | 甲 | yes", "A row of this type has no required"),
        ("type | name | label | choice_filter\ntext | a | 甲 | city = 'x'", "A row of this type has no choice_filter"),
        ("type | name | label\ntext | a | 你好 ${b}\ntext | b | 乙", "Answers (${…}) cannot stand in a label"),
        ("type | name | label::English (en)\ntext | a | A", "There are no labels in Chinese"),
        ("type | name | label | label::Elvish\ntext | a | 甲 | A", "The language \"Elvish\" is not known"),
        ("type | name | label | lifang_field\ntext | a | 甲 | phone", "is no field of base data"),
        (
            "type | name | label | lifang_field\nbegin repeat | r | 组 |\ntext | a | 甲 | persons.phone\nend repeat | | |",
            "in a repeat cannot collect",
        ),
        (
            "type | name | label | lifang_repeat_max\nbegin repeat | r | 组 | 1000\ntext | a | 甲 |\nend repeat | | |",
            "no whole number from 1 to 200",
        ),
        ("type | name | label | hint | hint\ntext | a | 甲 | x | y", "There are two columns hint"),
        ("type | name | label | disabled\ntext | a | 甲 | perhaps", "neither yes nor no"),
    ] {
        let found = wrong(rows);
        assert!(
            found.contains(said) || said == "has no list nowhere. Its" && found.contains("has no list nowhere."),
            "{said}:\n{found}"
        );
    }
    let many = format!(
        "type | name | label | lifang_repeat_max\nbegin repeat | r | 组 | 200\n{}end repeat | | |",
        (0..11).map(|at| format!("text | a{at} | 甲 |\n")).collect::<String>()
    );
    assert!(wrong(&many).contains("2000 is the most"));
    let deep = (0..13).map(|at| format!("begin group | g{at} | 组\n")).collect::<String>();
    assert!(wrong(&format!("type | name | label\n{deep}")).contains("Groups nest deeper than 12"));
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b""[..], b"type,name,label", b"PK\x03\x04 and nothing more"] {
        let problems = compile(bytes).unwrap_err();
        assert!(shown(&problems).contains("no xlsx workbook"), "{}", shown(&problems));
    }
    assert!(shown(&compile(&vec![0; 21 << 20]).unwrap_err()).contains("20971520 is the most"));
    let empty = compile(&workbook(&[("Sheet1", "")])).unwrap_err();
    assert!(shown(&empty).contains("There is no sheet survey") && shown(&empty).contains("There is no sheet settings"));
}
