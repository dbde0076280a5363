// Generated from the contract's datasets.toml by scripts/contract.mjs.
import { column, type Dataset } from "./column.js";

/** The code table `sex`. */
export const Sex = {
  /** Male 男 (`male`). */
  MALE: 1,
  /** Female 女 (`female`). */
  FEMALE: 2,
} as const;

/** The code table `living`. */
export const Living = {
  /** With family 与家人同住 (`family`). */
  FAMILY: 1,
  /** With spouse only 与配偶同住 (`spouse`). */
  SPOUSE: 2,
  /** Alone 独居 (`alone`). */
  ALONE: 3,
  /** With a carer 与保姆同住 (`carer`). */
  CARER: 4,
  /** In an institution 住养老机构 (`institution`). */
  INSTITUTION: 5,
  /** A minor on their own 未成年人独自居住 (`child-only`). */
  CHILD_ONLY: 6,
} as const;

/** The code table `care`: a set is the sum of its bits. */
export const Care = {
  /** 80 or older and living alone 80岁以上独居 (`alone-80`). */
  ALONE_80: 1,
  /** Severely disabled 重度残疾 (`disabled`). */
  DISABLED: 2,
  /** Dementia 失智 (`dementia`). */
  DEMENTIA: 4,
  /** Extremely poor 特困人员 (`extremely-poor`). */
  EXTREMELY_POOR: 8,
  /** Minimum living allowance 低保 (`low-income`). */
  LOW_INCOME: 16,
  /** Severe hypertension or heart disease 严重高血压或心脏病 (`chronic-severe`). */
  CHRONIC_SEVERE: 32,
  /** Severe mental disorder 严重精神障碍 (`mental`). */
  MENTAL: 64,
  /** Left-behind child 留守儿童 (`left-behind-child`). */
  LEFT_BEHIND_CHILD: 128,
  /** Lost an only child 失独家庭 (`bereaved-parent`). */
  BEREAVED_PARENT: 256,
  /** Pregnant or just delivered 孕产妇 (`pregnant`). */
  PREGNANT: 512,
  /** Entitled veteran or kin 优抚对象 (`veteran`). */
  VETERAN: 1024,
} as const;

/** The code table `residence`. */
export const Residence = {
  /** Registered and living here 户在人在 (`registered-here`). */
  REGISTERED_HERE: 1,
  /** Registered here, living elsewhere 户在人不在 (`registered-away`). */
  REGISTERED_AWAY: 2,
  /** Living here, registered elsewhere in the city 人在户不在 (`here-unregistered`). */
  HERE_UNREGISTERED: 3,
  /** Floating population 流动人口 (`floating`). */
  FLOATING: 4,
} as const;

/** The code table `house_use`. */
export const HouseUse = {
  /** Lived in by the owner 自住 (`owner`). */
  OWNER: 1,
  /** Let 出租 (`rented`). */
  RENTED: 2,
  /** Let to several households 群租 (`shared`). */
  SHARED: 3,
  /** Empty 空置 (`vacant`). */
  VACANT: 4,
  /** Used for business 商用 (`business`). */
  BUSINESS: 5,
} as const;

/** The code table `unit_kind`. */
export const UnitKind = {
  /** Shop 商铺 (`shop`). */
  SHOP: 1,
  /** Restaurant 餐饮 (`restaurant`). */
  RESTAURANT: 2,
  /** Enterprise 企业 (`enterprise`). */
  ENTERPRISE: 3,
  /** School or training 学校及培训机构 (`school`). */
  SCHOOL: 4,
  /** Medical 医疗机构 (`medical`). */
  MEDICAL: 5,
  /** Public body 机关事业单位 (`public`). */
  PUBLIC: 6,
  /** Social organisation 社会组织 (`social`). */
  SOCIAL: 7,
  /** Property firm 物业服务企业 (`property-firm`). */
  PROPERTY_FIRM: 8,
  /** Elderly care 养老服务机构 (`elderly-care`). */
  ELDERLY_CARE: 9,
} as const;

/** The code table `event_status`. */
export const EventStatus = {
  /** Kept, not decided yet 待判定 (`undecided`). */
  UNDECIDED: 1,
  /** Decided 已判定 (`decided`). */
  DECIDED: 2,
  /** The decision was refused by the host 判定未获采纳 (`refused`). */
  REFUSED: 3,
} as const;

/** Number and code of each entry of the code tables. */
export const CODES: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  sex: [[1, "male"], [2, "female"]],
  living: [[1, "family"], [2, "spouse"], [3, "alone"], [4, "carer"], [5, "institution"], [6, "child-only"]],
  care: [[0, "alone-80"], [1, "disabled"], [2, "dementia"], [3, "extremely-poor"], [4, "low-income"], [5, "chronic-severe"], [6, "mental"], [7, "left-behind-child"], [8, "bereaved-parent"], [9, "pregnant"], [10, "veteran"]],
  residence: [[1, "registered-here"], [2, "registered-away"], [3, "here-unregistered"], [4, "floating"]],
  house_use: [[1, "owner"], [2, "rented"], [3, "shared"], [4, "vacant"], [5, "business"]],
  unit_kind: [[1, "shop"], [2, "restaurant"], [3, "enterprise"], [4, "school"], [5, "medical"], [6, "public"], [7, "social"], [8, "property-firm"], [9, "elderly-care"]],
  event_status: [[1, "undecided"], [2, "decided"], [3, "refused"]],
};

/** Persons 人. */
export const persons = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("persons", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("persons", "grid", "dictionary", true),
  /** Full years on the day of the call 年龄 (`u8`). */
  AGE: column("persons", "age", "u8", true),
  /** Sex 性别 (`code`). */
  SEX: column("persons", "sex", "code", true, "sex"),
  /** Who the person lives with 居住状况 (`code`). */
  LIVING: column("persons", "living", "code", true, "living"),
  /** Care situations 关爱类别 (`bits`). */
  CARE: column("persons", "care", "bits", false, "care"),
  /** Kind of residence 居住类型 (`code`). */
  RESIDENCE: column("persons", "residence", "code", false, "residence"),
  /** First day of the residence 入住日期 (`date`). */
  SINCE: column("persons", "since", "date", false),
  /** Day of the latest visit 最近走访 (`date`). */
  LAST_VISIT: column("persons", "last_visit", "date", true),
  /** Year the building was finished 建成年份 (`u16`). */
  BUILT: column("persons", "built", "u16", true),
  /** Storey of the dwelling 所在楼层 (`u8`). */
  FLOOR: column("persons", "floor", "u8", true),
  /** Whether the building has a lift 有无电梯 (`flag`). */
  ELEVATOR: column("persons", "elevator", "flag", true),
  /** Day of birth 出生日期 (`date`). */
  BIRTH: column("persons", "birth", "date", true),
  /** Name 姓名 (`text`). */
  NAME: column("persons", "name", "text", true),
  /** Phone 电话 (`text`). */
  PHONE: column("persons", "phone", "text", true),
  /** Resident ID, 18 characters 公民身份号码 (`text`). */
  RESIDENT_ID: column("persons", "resident_id", "text", true),
};

/** Houses 房. */
export const houses = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("houses", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("houses", "grid", "dictionary", true),
  /** Name of the building 楼宇 (`dictionary`). */
  BUILDING: column("houses", "building", "dictionary", false),
  /** Year the building was finished 建成年份 (`u16`). */
  BUILT: column("houses", "built", "u16", true),
  /** Storeys of the building 层数 (`u8`). */
  STOREYS: column("houses", "storeys", "u8", true),
  /** Storey of the house 所在楼层 (`u8`). */
  FLOOR: column("houses", "floor", "u8", true),
  /** Whether the building has a lift 有无电梯 (`flag`). */
  ELEVATOR: column("houses", "elevator", "flag", true),
  /** Use 用途 (`code`). */
  USE: column("houses", "use", "code", false, "house_use"),
  /** Floor area, square metres 建筑面积 (`f64`). */
  AREA: column("houses", "area", "f64", true),
  /** Persons who live there 居住人数 (`u16`). */
  OCCUPANTS: column("houses", "occupants", "u16", false),
};

/** Units (organisations) 单位. */
export const units = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("units", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("units", "grid", "dictionary", true),
  /** Kind 类型 (`code`). */
  KIND: column("units", "kind", "code", false, "unit_kind"),
  /** Persons who work there 从业人数 (`u16`). */
  STAFF: column("units", "staff", "u16", true),
  /** First day 成立日期 (`date`). */
  SINCE: column("units", "since", "date", false),
  /** Name 名称 (`text`). */
  NAME: column("units", "name", "text", false),
  /** Unit code (GB 32100), 18 characters 统一社会信用代码 (`text`). */
  CODE: column("units", "code", "text", true),
};

/** Grids 网格. */
export const grids = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("grids", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("grids", "grid", "dictionary", false),
  /** Name 名称 (`text`). */
  NAME: column("grids", "name", "text", false),
  /** Households 户数 (`u16`). */
  HOUSEHOLDS: column("grids", "households", "u16", false),
  /** Persons 人数 (`u16`). */
  PERSONS: column("grids", "persons", "u16", false),
};

/** Events 事件. */
export const events = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("events", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("events", "grid", "dictionary", true),
  /** Event kind 类型 (`dictionary`). */
  KIND: column("events", "kind", "dictionary", false),
  /** When it happened 发生时间 (`instant`). */
  OCCURRED: column("events", "occurred", "instant", false),
  /** The day it happened 发生日期 (`date`). */
  DAY: column("events", "day", "date", false),
  /** Where it stands 状态 (`code`). */
  STATUS: column("events", "status", "code", false, "event_status"),
  /** Work orders it led to 工单数 (`u16`). */
  WORK_ORDERS: column("events", "work_orders", "u16", false),
};

/** Visits (submissions of checklists) 走访. */
export const visits = {
  /** Community code, 12 digits 社区 (`dictionary`). */
  REGION: column("visits", "region", "dictionary", false),
  /** Grid code, 15 digits 网格 (`dictionary`). */
  GRID: column("visits", "grid", "dictionary", true),
  /** Checklist 清单 (`dictionary`). */
  CHECKLIST: column("visits", "checklist", "dictionary", false),
  /** When it was filled 时间 (`instant`). */
  AT: column("visits", "at", "instant", false),
  /** The day it was filled 日期 (`date`). */
  DAY: column("visits", "day", "date", false),
  /** Findings 问题数 (`u16`). */
  FINDINGS: column("visits", "findings", "u16", false),
};

/** The datasets with their columns, and whether a plugin may ask for one row by identifier. */
export const DATASETS: Readonly<Record<string, Dataset>> = {
  persons: { subject: true, columns: Object.values(persons) },
  houses: { subject: true, columns: Object.values(houses) },
  units: { subject: true, columns: Object.values(units) },
  grids: { subject: false, columns: Object.values(grids) },
  events: { subject: false, columns: Object.values(events) },
  visits: { subject: false, columns: Object.values(visits) },
};
