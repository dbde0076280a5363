## 消防

kind-not-mine = 本规则不处理这一类事件：{ $kind }
clear-lane = 到场劝离占用车辆或物品，恢复消防车通道畅通
tell-property-lane = 消防车通道被占用，请立即制止；不听劝阻的，向消防救援机构报告
because-lane-blocked = 任何单位、个人不得占用、堵塞、封闭消防车通道（占用者：{ $blocker ->
    [resident] 居民
    [shop] 商户
    [property-firm] 物业服务企业
   *[other] 尚不清楚
 }）
move-ebike = 到场劝导，将电动自行车移到室外集中充电处
because-ebike-home = 电池在家中充电起火会危及全楼，任何单位和个人都有预防火灾的义务
because-ebike-high-rise = 禁止在高层民用建筑公共门厅、疏散走道、楼梯间、安全出口停放电动自行车或者充电（地点：{ $place ->
    [stairwell] 楼梯间
    [corridor] 走道
    [lobby] 门厅
    [exit] 安全出口
   *[other] 楼内公共部位
 }）
because-ebike-exit = 停放、充电占用疏散通道，任何单位、个人不得占用、堵塞、封闭疏散通道、安全出口（地点：{ $place ->
    [stairwell] 楼梯间
    [corridor] 走道
    [lobby] 门厅
    [exit] 安全出口
   *[other] 楼内公共部位
 }）
fire-again = 消防隐患反复出现，请街道报告消防救援机构依法处理
because-fire-again = 劝阻后仍反复出现；责令改正和处罚由消防救援机构作出，社区没有处罚权

## 噪声

mediate-noise = 上门劝阻、调解噪声扰民：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 来源待查
 }
because-noise = 对社会生活噪声扰民行为，基层群众性自治组织应当及时劝阻、调解（来源：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 待查
 }）
because-renovation = 住宅楼室内装修应当按照规定限定作业时间
report-construction = 夜间施工噪声，请区有关部门依法处理
because-construction-at-night = 噪声敏感建筑物集中区域禁止夜间（22时至次日6时）产生噪声的施工作业，依法不由社区处理

## 楼道照明

mend-light = 联系物业服务人或产权单位修复楼道照明
because-light = 共用部分应当妥善维修、养护，{ $days } 个工作日内修复

## 重大变故

visit-after-incident = 重大变故后探访：{ $what ->
    [fall] 跌倒
    [hospital] 住院
    [bereavement] 亲人去世
    [fire] 火灾
    [missing] 走失
   *[other] 其他变故
 }
because-high-risk = 高风险对象发生重大变故（{ $what ->
    [fall] 跌倒
    [hospital] 住院
    [bereavement] 亲人去世
    [fire] 火灾
    [missing] 走失
   *[other] 其他变故
 }），24小时内探访
because-risk-unknown = 发生重大变故（{ $what ->
    [fall] 跌倒
    [hospital] 住院
    [bereavement] 亲人去世
    [fire] 火灾
    [missing] 走失
   *[other] 其他变故
 }），但年龄、居住或关爱情况没有登记，不能排除高风险，24小时内探访
tell-incident = 居民发生变故，请电话问候：{ $what ->
    [fall] 跌倒
    [hospital] 住院
    [bereavement] 亲人去世
    [fire] 火灾
    [missing] 走失
   *[other] 其他变故
 }
because-not-high-risk = 发生变故（{ $what ->
    [fall] 跌倒
    [hospital] 住院
    [bereavement] 亲人去世
    [fire] 火灾
    [missing] 走失
   *[other] 其他变故
 }），本人不属于高风险对象，按原频次走访

## 走访频次

visit-high = 高风险对象逾期未访
because-overdue-high = 高风险对象每 { $days } 天至少走访一次，已逾期
visit-key = 重点对象逾期未访
because-overdue-key = 重点对象每 { $days } 天至少走访一次，已逾期
visit-ordinary = 逾期未访
because-overdue-ordinary = 一般对象每 { $days } 天至少走访一次，已逾期

## 网格月报

grid-monthly = { $region }网格月报（{ $first } 至 { $last }）
households = 户数
persons = 人数
events = 事件
undecided = 其中待判定
visits = 走访
findings = 发现问题
work-orders = 工单
by-area = 各网格（区域）情况
by-kind = 事件类型与状态
events-and-visits = 事件与走访
area = 网格（区域）
no-grid = 未划入网格
kind = 类型
status = 状态
kind-fire-lane-blocked = 占用消防车通道
kind-ebike-indoor-charging = 电动自行车违规停放充电
kind-noise = 噪声
kind-stairwell-light-out = 楼道照明
kind-serious-incident = 重大变故
status-undecided = 待判定
status-decided = 已判定
status-refused = 判定未获采纳
about-figures = 事件按发生日期、走访按填报日期统计，首尾两日均计入。
