## 工作人员各页共用

staff-ways = 工作人员功能
staff-way-reports = 报表
staff-lead-reports = 选择区域和时段，运行、查看、打印或下载
staff-way-figures = 数据概览
staff-lead-figures = 人口、房屋、走访的主要数字，可逐级下钻
staff-way-imports = 数据导入
staff-lead-imports = 从 Excel 或 CSV 导入人员、房屋、单位，逐行校验
staff-way-duplicates = 重复记录
staff-lead-duplicates = 核对疑似同一人的记录，合并或分开，可撤销
staff-way-quality = 数据质量
staff-lead-quality = 各区域得分、问题与明细
staff-way-fields = 字段
staff-lead-fields = 本地字段、字段登记册和采集负担
staff-way-sources = 数据来源
staff-lead-sources = 外部数据来源的启用与停用
staff-reason = 理由（会留存）
staff-busy = 正在处理…
staff-leave = 取消
withheld = 不显示
