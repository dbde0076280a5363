## 入户走访

home-visit = 入户走访

household = 住户情况
met = 见到了谁
met-resident = 本人
met-family = 家人
met-neighbour = 邻居或其他知情人
met-nobody = 无人在家
next-try = 约定再次走访的日期
next-try-wrong = 再次走访应约在 { $first } 至 { $last } 之间
living = 居住状况
living-family = 与家人同住
living-spouse = 与配偶同住
living-alone = 独居
living-carer = 与保姆同住
living-institution = 住养老机构
living-child-only = 未成年人独自居住
phone = 本人联系电话
phone-hint = 没有变化请直接确认
phone-wrong = 电话应为 5 至 20 位数字，可含 + - 空格和括号
age = 年龄（周岁）
age-differs = 基础数据登记为 { $recorded } 岁，相差一岁以上，请核对
child-only-is-adult = 已满 { $age } 岁，不属于“未成年人独自居住”，请核对
minors = 家中未成年人数
minors-none = 居住状况为“未成年人独自居住”时，未成年人数不能为 0
care = 关爱类别
care-hint = 敏感个人信息：只为确定探访和帮扶方式而填写，不确定的不填
care-alone-80 = 80岁以上独居
care-disabled = 重度残疾
care-dementia = 失智
care-extremely-poor = 特困人员
care-low-income = 低保
care-chronic-severe = 严重高血压或心脏病
care-mental = 严重精神障碍
care-left-behind-child = 留守儿童
care-bereaved-parent = 失独家庭
care-pregnant = 孕产妇
care-veteran = 优抚对象
visit-again = 上次无人在家，按约定再次走访
nobody-met = 无人在家，约定 { $day } 再次走访

elderly = 老年人
selfcare = 生活自理能力
selfcare-able = 能自理
selfcare-partly = 部分自理
selfcare-unable = 不能自理
meals = 每日用餐有保障
contact = 有能随时联系到的紧急联系人
family-days = 距上次与家人联系的天数
helpless-alone = 不能自理且独居
visit-helpless = 不能自理且独居，次日前再次上门
escalate-helpless = 有老年人不能自理且独居，请街道落实照护
because-helpless-alone = 本人不能自理，又无人同住，属于特殊困难老年人，须立即探访并落实照护
no-meals = 用餐没有保障
arrange-meals = 联系助餐服务
because-no-meals = 本人不能完全自理，每日用餐没有保障
no-contact = 没有紧急联系人
arrange-contact = 协助确定紧急联系人
because-no-contact = 独居老年人没有能随时联系到的紧急联系人
family-silent = 家人已 { $days } 天没有联系
tell-family = 请提醒赡养人联系老人：已 { $days } 天没有联系
because-family-silent = 与老年人分开居住的家庭成员应当经常看望或者问候，现已 { $days } 天没有联系

disability = 残疾、失智与精神障碍
carer = 由谁照护
carer-family = 家人
carer-hired = 聘请的护理人员
carer-none = 无人照护
disability-card = 已办理残疾人证（或不需要办理）
aids-wanted = 需要辅助器具或康复服务
no-carer = 需要照护而无人照护
visit-no-carer = 需要照护而无人照护，次日前再次上门
escalate-no-carer = 有居民需要照护而无人照护，请街道落实
because-no-carer = 重度残疾、失智或严重精神障碍的居民无人照护，扶养人未履行扶养义务或没有扶养人
no-disability-card = 尚未办理残疾人证
because-no-disability-card = 残疾人证由户籍地残联核发，可告知本人或监护人自愿申请
arrange-aids = 向残联转办辅助器具或康复服务需求
because-aids-wanted = 本人提出需要辅助器具或康复服务，国家保障残疾人享有康复服务的权利

child = 未成年人
guardian = 实际由谁监护
guardian-parents = 父母
guardian-grandparents = 祖父母或外祖父母
guardian-other = 其他成年人
guardian-none = 无人监护
school = 适龄儿童均在校就读（无适龄儿童的填“是”）
danger = 发现受伤、虐待、遗弃等侵害迹象
danger-hint = 居民委员会工作人员发现未成年人疑似受侵害的，应当立即报告公安等部门
danger-note = 看到或听到了什么
child-in-danger = 未成年人疑似受到侵害
report-danger = 立即向公安机关报告并核实未成年人安全
escalate-danger = 发现未成年人疑似受到侵害，已要求立即报告公安机关
because-danger = 发现未成年人身心健康疑似受到侵害，应当立即向公安、民政、教育等部门报告
no-guardian = 未成年人无人监护
visit-no-guardian = 未成年人无人监护，次日前再次上门
escalate-no-guardian = 有未成年人无人监护，请街道联系监护人或民政部门
because-no-guardian = 居民委员会发现未成年人的监护出现缺失的，应当及时报告并协助落实关爱帮扶
not-at-school = 适龄儿童没有在校就读
ask-school = 了解未就读原因并督促入学
because-not-at-school = 居民委员会协助政府督促适龄儿童、少年入学

safety = 消防与燃气
gas = 使用燃气
gas-piped = 管道燃气
gas-bottled = 瓶装燃气
gas-none = 不使用
gas-smell = 闻到燃气味
gas-smell-hint = 先开窗、关阀、到户外再打电话，不开关任何电器
gas-hose = 燃气连接软管
gas-hose-metal = 金属波纹管
gas-hose-rubber = 橡胶管
gas-hose-unseen = 看不到
ebike = 电动自行车或电池在哪里充电
ebike-none = 没有电动自行车
ebike-outside = 室外集中充电处
ebike-home = 家中
ebike-stairwell = 楼道、楼梯间或门厅
exit-clear = 楼道和安全出口畅通
gas-leaks = 疑似燃气泄漏
call-gas-company = 疑似燃气泄漏，请立即上门处置
because-gas-leaks = 发现燃气安全事故隐患，应当立即告知燃气经营者
rubber-hose = 使用橡胶软管连接燃气灶具
change-hose = 请入户安检并指导更换金属软管
because-rubber-hose = 软管的使用年限不应低于燃具的判废年限，橡胶软管达不到
ebike-inside = 电动自行车或电池在室内充电
move-ebike = 上门劝导，将电动自行车移到集中充电处
because-ebike-stairwell = 在楼道、楼梯间或门厅停放、充电会占用疏散通道，任何单位、个人不得占用、堵塞、封闭疏散通道、安全出口
because-ebike-home = 电池在家中充电起火会危及全楼，任何单位和个人都有预防火灾的义务
exit-blocked = 楼道或安全出口被占用、堵塞
clear-exit = 清理楼道和安全出口
because-exit-blocked = 任何单位、个人不得占用、堵塞、封闭疏散通道、安全出口

wants = 需求
needs = 需要什么帮助
need-meals = 助餐
need-medical = 就医或康复
need-repair = 房屋或设施维修
need-legal = 法律帮助或调解
need-job = 就业
need-allowance = 社会救助
need-other = 其他
need-none = 暂无
needs-note = 具体情况
none-and-more = “暂无”不能与其他需求同时选择
privacy = 填写内容只用于走访和帮扶，不得用于其他目的；本人可以查阅、更正
pass-on = 转办居民需求：{ $need ->
    [meals] 助餐
    [medical] 就医或康复
    [repair] 房屋或设施维修
    [legal] 法律帮助或调解
    [job] 就业
    [allowance] 社会救助
   *[other] 其他
 }
because-needed = 居民提出需求：{ $need ->
    [meals] 助餐
    [medical] 就医或康复
    [repair] 房屋或设施维修
    [legal] 法律帮助或调解
    [job] 就业
    [allowance] 社会救助
   *[other] 其他
 }，居民委员会有责任向政府反映

nothing-found = 本次走访没有发现问题，也没有需要转办的需求

## 证明事项

certificate-kinship = 亲属关系证明
certificate-identity = 居民身份信息证明
certificate-household-registration-change = 户口登记项目内容变更申请证明
certificate-dog = 居民养犬证明
certificate-no-criminal-record = 无犯罪记录证明
certificate-drug-rehabilitation = 社区戒毒社区康复人员情况证明
certificate-missing-person = 人员失踪证明
certificate-marital-status = 婚姻状况证明
certificate-birth = 出生证明
certificate-alive = 健在证明
certificate-death = 死亡证明
certificate-illness = 疾病状况证明
certificate-disability = 残疾状况证明
certificate-marital-childbearing = 婚育状况证明
certificate-employment = 居民就业状况证明
certificate-personal-file = 居民个人档案证明
certificate-property = 居民财产证明
certificate-inheritance = 遗产继承权证明
certificate-business-premises = 市场主体住所证明
certificate-lost-document = 证件遗失证明
certificate-residence = 居住证明
certificate-guardian-designation = 指定监护人的书面决定
certificate-litigation-agent = 诉讼代理人推荐函
certificate-domestic-violence-record = 家庭暴力投诉、求助记录
certificate-volunteer-record = 志愿服务记录证明

office-police = 公安派出所
office-police-dogs = 公安机关养犬管理部门
office-street-drugs = 街道办事处、公安机关禁毒部门
office-court = 人民法院
office-marriage-registry = 民政部门婚姻登记机关
office-hospital = 医疗机构
office-hospital-police = 医疗机构、公安派出所
office-social-insurance = 社会保险经办机构
office-disabled-federation = 残疾人联合会
office-human-resources = 人力资源和社会保障部门
office-file-keeper = 档案管理机构
office-property-registry = 不动产登记机构及财产所在的登记、金融机构
office-notary = 公证机构、人民法院
office-market-regulator = 市场主体登记机关
office-issuing-office = 原证件核发机关

advice-kinship = 户口簿、结婚证、出生医学证明能够证明的，直接出示；不在同一户口簿的，向户籍地派出所申请查询，需要公证的到公证机构办理。
advice-identity = 出示身份证、户口簿即可；曾用名、号码变更等由户籍地派出所按户籍档案出具。
advice-household-registration-change = 带本人户口簿、身份证和变更事由的材料，直接向户籍地派出所申请，不需要居委会证明。
advice-dog = 按当地养犬规定向公安机关登记，带身份证和犬只免疫证明。
advice-no-criminal-record = 带身份证到户籍地或居住地派出所申请，也可以在公安政务平台上办理。
advice-drug-rehabilitation = 由负责社区戒毒、社区康复工作的街道办事处和公安机关按工作记录出具。
advice-missing-person = 先向公安机关报案；需要法律上的认定，由利害关系人向人民法院申请宣告失踪。
advice-marital-status = 出示结婚证、离婚证或生效裁判文书；未婚的按办事机构要求签署声明，由其向婚姻登记机关核验。
advice-birth = 《出生医学证明》由接生的医疗机构签发；遗失的向原签发机构申请补发。
advice-alive = 领取待遇不需要纸质证明：社会保险经办机构通过数据比对和手机自助认证核实，行动不便的可以预约上门。
advice-death = 在医疗机构去世的由该机构出具《居民死亡医学证明（推断）书》；在家正常去世的由社区卫生服务机构出具；非正常死亡的由公安机关出具。
advice-illness = 由诊治的医疗机构出具诊断证明。
advice-disability = 出示残疾人证；尚未办理的，向户籍地残联申请评定。
advice-marital-childbearing = 婚姻情况由婚姻登记机关核验；生育登记在卫生健康部门或网上办理，实行本人承诺。
advice-employment = 在职的由用人单位出具；失业登记、灵活就业登记由人力资源和社会保障部门出具或网上查询。
advice-personal-file = 向存放人事档案的人才公共服务机构或单位申请，社区不保管个人档案。
advice-property = 房屋到不动产登记机构查询，存款、车辆等到相应机构查询；申请救助的，由民政部门经本人授权核对。
advice-inheritance = 到公证机构办理继承公证，有争议的向人民法院起诉。
advice-business-premises = 住所（经营场所）实行申报承诺，按登记机关要求提交产权或租赁材料，不需要居委会证明。
advice-lost-document = 直接向原发证机关申请补办，由其核实，不需要遗失证明。
advice-residence = 申领居住证以房屋租赁合同、产权证明、购房合同或者出租人、用人单位、学校出具的住宿证明为凭，到居住地派出所办理。

bring-guardian-designation = 对监护人的确定有争议的，带各方身份证、与被监护人的关系材料和申请书；居民委员会听取意见后作出书面指定，不服的可以向人民法院申请。
bring-litigation-agent = 带当事人和拟推荐人的身份证、案件受理材料；拟推荐人须为当事人所在社区推荐的公民，并且不收取报酬。
bring-domestic-violence-record = 带身份证；居民委员会按接待时的登记如实提供投诉、反映、求助记录的复印件，用于申请人身安全保护令。
bring-volunteer-record = 带身份证；只证明本社区组织并有记录的志愿服务，谁组织谁记录、谁记录谁证明。

## 家庭安全自查

home-safety = 家庭安全自查
own-welcome = 花三分钟，看看家里有没有容易忽略的隐患。填写内容只用于给您提建议；您要求上门时，才会转给工作人员。

own-family = 家里的人
own-people = 家里常住几口人
own-people-hint = 每周大部分时间住在这里的都算，包括您自己
own-elderly = 其中 60 岁及以上的有几位
own-children = 其中 14 岁以下的孩子有几位
own-too-many = 老人和孩子合计 { $counted } 位，多于常住的 { $people } 口人，请核对
own-looked-after = 每天都有人见面、打电话或来看望
own-looked-after-hint = 子女、亲友、邻居都算；万一身体不适，有没有人能很快知道
own-windows = 窗户和阳台装了限位器、护栏等防护
own-windows-hint = 重点看孩子够得着、旁边能垫脚的窗户
own-nobody-looks = 家里都是老人，平时没有人每天联系
own-because-nobody-looks = 独居、空巢老人最怕有事没人知道。请和子女、邻居约好每天打个电话；也可以在下面选择请社区上门看望
own-windows-open = 家里有孩子，窗户、阳台没有防护
own-because-windows = 监护人应当及时排除跌落等安全隐患。请装限位器，把床、椅子、箱子从窗边移开

own-kitchen = 厨房和燃气
own-gas = 家里用什么燃气
own-gas-piped = 管道燃气
own-gas-bottled = 瓶装液化气
own-gas-none = 不用燃气
own-gas-smell = 现在或最近几天闻到过燃气味
own-gas-smell-hint = 像臭鸡蛋的味道；可以在灶具、表和软管接头处涂肥皂水，冒泡就是漏气
own-gas-now = 请马上：关掉总阀，打开门窗，不开关任何电器、不点火；到室外再拨打燃气公司抢修电话，情况紧急拨打 119。
own-gas-hose = 灶具连接的软管是哪一种
own-gas-hose-hint = 金属波纹管外面有一圈圈波纹，摸着硬；橡胶管是软的
own-gas-hose-metal = 金属波纹管
own-gas-hose-rubber = 橡胶管
own-gas-hose-unsure = 看不到或分不清
own-gas-alarm = 厨房装了燃气报警器，并且通着电
own-gas-leaks = 疑似燃气泄漏
own-because-gas-leaks = 发现燃气安全事故隐患，应当立即告知燃气经营者。抢修人员到来之前，请不要回到屋里
own-rubber-hose = 燃气软管还是橡胶管
own-because-rubber-hose = 软管的使用年限不应低于灶具的判废年限，橡胶管容易老化、被鼠咬。请联系燃气公司换成金属波纹管，不要自己动手
own-no-gas-alarm = 没有燃气报警器
own-because-no-gas-alarm = 漏气时人在睡觉或嗅觉不灵就闻不到，建议装一个能自动切断的燃气报警器

own-fire = 用电和防火
own-wiring = 家里的电线、插座怎么样
own-wiring-hint = 插座发烫、有焦味、电线露铜，都算“破损、发烫”
own-wiring-sound = 完好
own-wiring-trips = 经常跳闸
own-wiring-bare = 有破损、发烫
own-ebike = 电动自行车停在哪里
own-ebike-none = 没有电动自行车
own-ebike-outside = 楼外的停车处、充电处
own-ebike-home = 家里
own-ebike-stairwell = 楼道、门厅
own-battery = 会把电池拿回家充电
own-way-clear = 从家门口到楼外，一路没有杂物挡着
own-way-clear-hint = 家门、走道、楼梯、单元门都看一看
own-smoke-alarm = 家里装了感烟报警器
own-wiring-often = 经常跳闸
own-because-trips = 经常跳闸说明线路过载或有故障，不要换更粗的保险丝硬顶，请找持证电工检查
own-wiring-hot = 电线、插座破损或发烫
own-because-bare = 破损、发烫的电线随时可能起火。请先停用这一路，找持证电工更换
own-ebike-inside = 电动自行车或电池在楼内停放、充电
own-because-battery = 电池在屋里起火，几十秒就会封住出口。请到楼外的充电处充电，夜里不充电
own-because-ebike-stairwell = 楼道、门厅是逃生的路，任何单位、个人不得占用、堵塞
own-way-blocked = 逃生的路上有杂物
own-because-way-blocked = 疏散通道不得占用、堵塞。请先清走自家的东西；别家的东西清不动，可以在“报告问题”里告诉社区
own-no-smoke-alarm = 没有感烟报警器
own-because-no-smoke-alarm = 夜里着火，人往往是被烟呛而不是被火惊醒。几十元的感烟报警器能早几分钟叫醒全家

own-help-wanted = 要不要人来看看
own-help = 希望社区上门看看，或者给您回个话
own-help-hint = 选“否”也会给您建议；只有选“是”或者闻到燃气味，才会把住处转给工作人员
own-where = 住在哪里（楼栋、单元、房号）
own-where-hint = 只用来让工作人员找到您家；不用写姓名、电话
own-where-empty = 请写上楼栋、单元、房号
own-thanks = 谢谢您花时间检查。建议每半年再查一次，换季、装修以后也看一看。
own-call-gas-company = 疑似燃气泄漏，请立即上门处置：{ $place }
own-look-in = 老人自查反映平时没有人每天联系，请上门看望：{ $place }
own-because-look-in = 您希望有人上门，网格员会在 { $days } 天内来看望
own-call-on = 居民自查后希望上门看看或回话：{ $place }
own-because-call-on = 您希望有人上门，网格员会在 { $days } 个工作日内联系
own-all-well = 没有发现隐患，家里照看得很好
