"""The datasets, columns and code tables of the contract. Generated from datasets.toml by scripts/contract.py."""

from .column import Column, Dataset


class Sex:
    """The code table `sex`."""

    MALE = 1
    """Male 男 (`male`)."""
    FEMALE = 2
    """Female 女 (`female`)."""


class Living:
    """The code table `living`."""

    FAMILY = 1
    """With family 与家人同住 (`family`)."""
    SPOUSE = 2
    """With spouse only 与配偶同住 (`spouse`)."""
    ALONE = 3
    """Alone 独居 (`alone`)."""
    CARER = 4
    """With a carer 与保姆同住 (`carer`)."""
    INSTITUTION = 5
    """In an institution 住养老机构 (`institution`)."""
    CHILD_ONLY = 6
    """A minor on their own 未成年人独自居住 (`child-only`)."""


class Care:
    """The code table `care`: a set is the sum of its bits."""

    ALONE_80 = 1
    """80 or older and living alone 80岁以上独居 (`alone-80`)."""
    DISABLED = 2
    """Severely disabled 重度残疾 (`disabled`)."""
    DEMENTIA = 4
    """Dementia 失智 (`dementia`)."""
    EXTREMELY_POOR = 8
    """Extremely poor 特困人员 (`extremely-poor`)."""
    LOW_INCOME = 16
    """Minimum living allowance 低保 (`low-income`)."""
    CHRONIC_SEVERE = 32
    """Severe hypertension or heart disease 严重高血压或心脏病 (`chronic-severe`)."""
    MENTAL = 64
    """Severe mental disorder 严重精神障碍 (`mental`)."""
    LEFT_BEHIND_CHILD = 128
    """Left-behind child 留守儿童 (`left-behind-child`)."""
    BEREAVED_PARENT = 256
    """Lost an only child 失独家庭 (`bereaved-parent`)."""
    PREGNANT = 512
    """Pregnant or just delivered 孕产妇 (`pregnant`)."""
    VETERAN = 1024
    """Entitled veteran or kin 优抚对象 (`veteran`)."""


class Residence:
    """The code table `residence`."""

    REGISTERED_HERE = 1
    """Registered and living here 户在人在 (`registered-here`)."""
    REGISTERED_AWAY = 2
    """Registered here, living elsewhere 户在人不在 (`registered-away`)."""
    HERE_UNREGISTERED = 3
    """Living here, registered elsewhere in the city 人在户不在 (`here-unregistered`)."""
    FLOATING = 4
    """Floating population 流动人口 (`floating`)."""


class HouseUse:
    """The code table `house_use`."""

    OWNER = 1
    """Lived in by the owner 自住 (`owner`)."""
    RENTED = 2
    """Let 出租 (`rented`)."""
    SHARED = 3
    """Let to several households 群租 (`shared`)."""
    VACANT = 4
    """Empty 空置 (`vacant`)."""
    BUSINESS = 5
    """Used for business 商用 (`business`)."""


class UnitKind:
    """The code table `unit_kind`."""

    SHOP = 1
    """Shop 商铺 (`shop`)."""
    RESTAURANT = 2
    """Restaurant 餐饮 (`restaurant`)."""
    ENTERPRISE = 3
    """Enterprise 企业 (`enterprise`)."""
    SCHOOL = 4
    """School or training 学校及培训机构 (`school`)."""
    MEDICAL = 5
    """Medical 医疗机构 (`medical`)."""
    PUBLIC = 6
    """Public body 机关事业单位 (`public`)."""
    SOCIAL = 7
    """Social organisation 社会组织 (`social`)."""
    PROPERTY_FIRM = 8
    """Property firm 物业服务企业 (`property-firm`)."""
    ELDERLY_CARE = 9
    """Elderly care 养老服务机构 (`elderly-care`)."""


class EventStatus:
    """The code table `event_status`."""

    UNDECIDED = 1
    """Kept, not decided yet 待判定 (`undecided`)."""
    DECIDED = 2
    """Decided 已判定 (`decided`)."""
    REFUSED = 3
    """The decision was refused by the host 判定未获采纳 (`refused`)."""


class Persons(Dataset):
    """Persons 人."""

    dataset = "persons"
    subject = True
    REGION = Column("persons", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("persons", "grid", "dictionary", True, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    AGE = Column("persons", "age", "u8", True, ())
    """Full years on the day of the call 年龄 (`u8`)."""
    SEX = Column("persons", "sex", "code", True, [(1, 'male'), (2, 'female')])
    """Sex 性别 (`code`)."""
    LIVING = Column("persons", "living", "code", True, [(1, 'family'), (2, 'spouse'), (3, 'alone'), (4, 'carer'), (5, 'institution'), (6, 'child-only')])
    """Who the person lives with 居住状况 (`code`)."""
    CARE = Column("persons", "care", "bits", False, [(0, 'alone-80'), (1, 'disabled'), (2, 'dementia'), (3, 'extremely-poor'), (4, 'low-income'), (5, 'chronic-severe'), (6, 'mental'), (7, 'left-behind-child'), (8, 'bereaved-parent'), (9, 'pregnant'), (10, 'veteran')])
    """Care situations 关爱类别 (`bits`)."""
    RESIDENCE = Column("persons", "residence", "code", False, [(1, 'registered-here'), (2, 'registered-away'), (3, 'here-unregistered'), (4, 'floating')])
    """Kind of residence 居住类型 (`code`)."""
    SINCE = Column("persons", "since", "date", False, ())
    """First day of the residence 入住日期 (`date`)."""
    LAST_VISIT = Column("persons", "last_visit", "date", True, ())
    """Day of the latest visit 最近走访 (`date`)."""
    BUILT = Column("persons", "built", "u16", True, ())
    """Year the building was finished 建成年份 (`u16`)."""
    FLOOR = Column("persons", "floor", "u8", True, ())
    """Storey of the dwelling 所在楼层 (`u8`)."""
    ELEVATOR = Column("persons", "elevator", "flag", True, ())
    """Whether the building has a lift 有无电梯 (`flag`)."""
    BIRTH = Column("persons", "birth", "date", True, ())
    """Day of birth 出生日期 (`date`)."""
    NAME = Column("persons", "name", "text", True, ())
    """Name 姓名 (`text`)."""
    PHONE = Column("persons", "phone", "text", True, ())
    """Phone 电话 (`text`)."""
    RESIDENT_ID = Column("persons", "resident_id", "text", True, ())
    """Resident ID, 18 characters 公民身份号码 (`text`)."""


class Houses(Dataset):
    """Houses 房."""

    dataset = "houses"
    subject = True
    REGION = Column("houses", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("houses", "grid", "dictionary", True, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    BUILDING = Column("houses", "building", "dictionary", False, ())
    """Name of the building 楼宇 (`dictionary`)."""
    BUILT = Column("houses", "built", "u16", True, ())
    """Year the building was finished 建成年份 (`u16`)."""
    STOREYS = Column("houses", "storeys", "u8", True, ())
    """Storeys of the building 层数 (`u8`)."""
    FLOOR = Column("houses", "floor", "u8", True, ())
    """Storey of the house 所在楼层 (`u8`)."""
    ELEVATOR = Column("houses", "elevator", "flag", True, ())
    """Whether the building has a lift 有无电梯 (`flag`)."""
    USE = Column("houses", "use", "code", False, [(1, 'owner'), (2, 'rented'), (3, 'shared'), (4, 'vacant'), (5, 'business')])
    """Use 用途 (`code`)."""
    AREA = Column("houses", "area", "f64", True, ())
    """Floor area, square metres 建筑面积 (`f64`)."""
    OCCUPANTS = Column("houses", "occupants", "u16", False, ())
    """Persons who live there 居住人数 (`u16`)."""


class Units(Dataset):
    """Units (organisations) 单位."""

    dataset = "units"
    subject = True
    REGION = Column("units", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("units", "grid", "dictionary", True, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    KIND = Column("units", "kind", "code", False, [(1, 'shop'), (2, 'restaurant'), (3, 'enterprise'), (4, 'school'), (5, 'medical'), (6, 'public'), (7, 'social'), (8, 'property-firm'), (9, 'elderly-care')])
    """Kind 类型 (`code`)."""
    STAFF = Column("units", "staff", "u16", True, ())
    """Persons who work there 从业人数 (`u16`)."""
    SINCE = Column("units", "since", "date", False, ())
    """First day 成立日期 (`date`)."""
    NAME = Column("units", "name", "text", False, ())
    """Name 名称 (`text`)."""
    CODE = Column("units", "code", "text", True, ())
    """Unit code (GB 32100), 18 characters 统一社会信用代码 (`text`)."""


class Grids(Dataset):
    """Grids 网格."""

    dataset = "grids"
    subject = False
    REGION = Column("grids", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("grids", "grid", "dictionary", False, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    NAME = Column("grids", "name", "text", False, ())
    """Name 名称 (`text`)."""
    HOUSEHOLDS = Column("grids", "households", "u16", False, ())
    """Households 户数 (`u16`)."""
    PERSONS = Column("grids", "persons", "u16", False, ())
    """Persons 人数 (`u16`)."""


class Events(Dataset):
    """Events 事件."""

    dataset = "events"
    subject = False
    REGION = Column("events", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("events", "grid", "dictionary", True, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    KIND = Column("events", "kind", "dictionary", False, ())
    """Event kind 类型 (`dictionary`)."""
    OCCURRED = Column("events", "occurred", "instant", False, ())
    """When it happened 发生时间 (`instant`)."""
    DAY = Column("events", "day", "date", False, ())
    """The day it happened 发生日期 (`date`)."""
    STATUS = Column("events", "status", "code", False, [(1, 'undecided'), (2, 'decided'), (3, 'refused')])
    """Where it stands 状态 (`code`)."""
    WORK_ORDERS = Column("events", "work_orders", "u16", False, ())
    """Work orders it led to 工单数 (`u16`)."""


class Visits(Dataset):
    """Visits (submissions of checklists) 走访."""

    dataset = "visits"
    subject = False
    REGION = Column("visits", "region", "dictionary", False, ())
    """Community code, 12 digits 社区 (`dictionary`)."""
    GRID = Column("visits", "grid", "dictionary", True, ())
    """Grid code, 15 digits 网格 (`dictionary`)."""
    CHECKLIST = Column("visits", "checklist", "dictionary", False, ())
    """Checklist 清单 (`dictionary`)."""
    AT = Column("visits", "at", "instant", False, ())
    """When it was filled 时间 (`instant`)."""
    DAY = Column("visits", "day", "date", False, ())
    """The day it was filled 日期 (`date`)."""
    FINDINGS = Column("visits", "findings", "u16", False, ())
    """Findings 问题数 (`u16`)."""


DATASETS: dict[str, type[Dataset]] = {"persons": Persons, "houses": Houses, "units": Units, "grids": Grids, "events": Events, "visits": Visits}
"""By name."""
