//! The files that are imported: believable enough that every rule has something to do, and nobody looks like anybody else.

use crate::Result;
use lifang_core::clock::Date;
use lifang_core::resident_id::ResidentId;
use lifang_tables::{Encoding, FileFormat, Out, TableWriter};
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Real communities of Kuancheng and Chaoyang.
pub(super) const COMMUNITIES: [&str; 8] = [
    "220103008005",
    "220103008006",
    "220103008003",
    "220103008004",
    "220104001001",
    "220104001002",
    "220104001003",
    "220104001004",
];
const BUILDINGS: u32 = 40;
const HOUSES: u32 = 60;

pub(super) fn houses(path: &Path) -> Result {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "社区,楼栋,门牌号,楼层,建筑面积,房屋用途,层数,建成年份,电梯")?;
    for community in COMMUNITIES {
        for building in 1..=BUILDINGS {
            for house in 0..HOUSES {
                let floor = house / 10 + 1;
                writeln!(file, "{community},{building},{floor}{:02},{floor},88.5,自住,6,1998,无", house % 10)?;
            }
        }
    }
    Ok(())
}

/// In the order of communities, as such files are.
pub(super) fn persons(path: &Path, persons: u32) -> Result {
    let heading = [
        "姓名",
        "身份证号",
        "性别",
        "出生日期",
        "联系电话",
        "居住状况",
        "社区",
        "楼栋",
        "门牌号",
        "居住类型",
        "入住日期",
    ];
    let file = BufWriter::new(std::fs::File::create(path)?);
    let format = FileFormat::Csv(Encoding::Gb18030);
    let mut table = TableWriter::begin(format, "", &heading.map(str::to_owned), file)?;
    let each = persons.div_ceil(u32::try_from(COMMUNITIES.len())?);
    for number in 0..persons {
        let birth = Date(i32::try_from(number % 28_000)? - 10_000);
        let sequence = u16::try_from(number / 28_000 * 2 + number % 2)?;
        let id = ResidentId::compose("220103", birth, sequence).ok_or("no such resident ID")?;
        let letter = |number: u32| char::from_u32(0x4e00 + number % 4_000).unwrap_or('一');
        let (community, house) = (COMMUNITIES[(number / each) as usize], number % (BUILDINGS * HOUSES));
        let cells = [
            format!("王{}{}", letter(number / 4_000), letter(number)),
            id.as_str().to_owned(),
            if id.sex() == 1 { "男" } else { "女" }.to_owned(),
            birth.to_string(),
            format!("139{number:08}"),
            "与家人同住".to_owned(),
            community.to_owned(),
            (house / HOUSES + 1).to_string(),
            format!("{}{:02}", house % HOUSES / 10 + 1, house % 10),
            "户在人在".to_owned(),
            "2020-01-01".to_owned(),
        ];
        table.row(&cells.map(Out::text))?;
    }
    table.finish()?;
    Ok(())
}
