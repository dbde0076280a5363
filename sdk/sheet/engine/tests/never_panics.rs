//! Whatever the expression, the program or the answers: there is an answer, and no panic.

use lifang_sheet_engine::{
    AnswerKind, Answered, Expr, Filled, FormSheet, Func, Item, ItemKind, Op, Outside, Program, Scope, evaluate,
};
use proptest::prelude::*;

struct Anything(String);

impl Scope for Anything {
    fn item(&self, item: u16) -> Vec<String> {
        vec![self.0.clone(); usize::from(item % 4)]
    }

    fn own(&self) -> String {
        self.0.clone()
    }

    fn column(&self, _: u16) -> String {
        self.0.clone()
    }

    fn today(&self) -> i64 {
        i64::MAX
    }

    fn position(&self) -> usize {
        usize::MAX
    }

    fn in_entry(&self, _: u16, _: u16, _: usize) -> String {
        self.0.clone()
    }
}

fn expressions() -> impl Strategy<Value = Expr> {
    const OPS: [Op; 13] =
        [Op::Or, Op::And, Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Mod];
    let leaf = prop_oneof![
        any::<f64>().prop_map(Expr::Num),
        prop::sample::select(vec!["", "2024-02-29", "9999-12-31", "a b", "-1", "(", "%Y%q%", "好"])
            .prop_map(|text| Expr::Str(text.into())),
        ".{0,6}".prop_map(Expr::Str),
        any::<u16>().prop_map(Expr::Item),
        any::<u16>().prop_map(Expr::Column),
        Just(Expr::Own),
    ];
    leaf.prop_recursive(6, 60, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Expr::Neg(Box::new(inner))),
            (prop::sample::select(OPS.to_vec()), inner.clone(), inner.clone()).prop_map(|(op, left, right)| Expr::Two(
                op,
                Box::new(left),
                Box::new(right)
            )),
            // Not as many arguments as the function wants: a program need not be ours.
            (prop::sample::select(Func::ALL.to_vec()), prop::collection::vec(inner, 0..5))
                .prop_map(|(func, args)| Expr::Call(func, args)),
        ]
    })
}

fn sheet(expr: &Expr) -> FormSheet {
    let item = |name: &str, parent, kind| Item {
        name: name.into(),
        parent,
        kind,
        label: String::new(),
        hint: None,
        field: None,
        relevant: Some(expr.clone()),
        required: Some(expr.clone()),
        constraint: None,
        filter: None,
    };
    let items = vec![
        item("r", None, ItemKind::Repeat(3, None)),
        item("q", Some(0), ItemKind::Question(AnswerKind::Text(9))),
        item("more", Some(0), ItemKind::More),
        item("c", None, ItemKind::Calculate(expr.clone())),
    ];
    FormSheet { id: "f".into(), title: "t".into(), items, order: vec![0, 1, 2, 3], tables: Vec::new() }
}

proptest! {
    #[test]
    fn an_expression_always_gives_a_value(expr in expressions(), text in ".{0,12}") {
        let value = evaluate(&expr, &Anything(text));
        let _ = (value.text(), value.number(), value.truth(), value.day());
    }

    #[test]
    fn a_form_always_stands_somehow(expr in expressions(), text in ".{0,4}") {
        let (sheet, said) = (sheet(&expr), [("q-1", text.as_str()), ("more-1", "OK")]);
        let said: Answered = said.iter().map(|(node, text)| ((*node).into(), (*text).into())).collect();
        let filled = Filled::new(&sheet, &said, &said, Outside { today: 0 });
        for at in 0..20 {
            let _ = filled.standing(at);
        }
    }

    #[test]
    fn a_program_is_read_as_it_was_written_and_a_broken_one_is_refused_or_harmless(expr in expressions(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let program = Program::Form(sheet(&expr));
        let mut bytes = program.to_bytes().unwrap();
        let again = Program::from_bytes(&bytes).unwrap().to_bytes().unwrap();
        prop_assert_eq!(&again, &bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(Program::Form(sheet)) = Program::from_bytes(&bytes) {
            let filled = Filled::new(&sheet, &Answered::new(), &Answered::new(), Outside { today: 0 });
            for at in 0..20 {
                let _ = filled.standing(at);
            }
        }
    }
}

#[test]
fn a_program_of_another_form_is_refused() {
    let error = Program::from_bytes(&[9, 0]).unwrap_err().to_string();
    assert!(error.contains("form 9"), "{error}");
    assert!(Program::from_bytes(&[]).is_err());
}
