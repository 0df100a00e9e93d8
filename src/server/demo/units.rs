//! The demo's units, windows and matters, one table.

/// Two spellings: 中文, English.
pub(super) type Both = (&'static str, &'static str);

/// One unit.
pub(super) struct Row {
    pub id: &'static str,
    pub name: Both,
    pub short: Both,
    pub area: Both,
    /// Number, what for in both languages.
    pub windows: &'static [(&'static str, &'static str, &'static str)],
    /// Name in both languages, initials of its pinyin, window.
    pub matters: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

const A1: Both = ("一楼 A 区", "Floor 1, Area A");
const B1: Both = ("一楼 B 区", "Floor 1, Area B");
const C1: Both = ("一楼 C 区", "Floor 1, Area C");
const A2: Both = ("二楼 A 区", "Floor 2, Area A");
const B2: Both = ("二楼 B 区", "Floor 2, Area B");
const C2: Both = ("二楼 C 区", "Floor 2, Area C");

/// Thirty-five of them, in the order of the hall.
pub(super) const UNITS: [Row; 35] = [
    Row {
        id: "tax",
        name: ("示例市税务局", "Sample City Tax Bureau"),
        short: ("税务", "Tax"),
        area: A1,
        windows: &[
            ("01", "导税、取号", "Guidance, tickets"),
            ("02", "自助办税辅导", "Help at the machines"),
            ("03", "新办纳税人", "New taxpayers"),
            ("04", "登记、变更", "Registration, changes"),
            ("05", "申报、缴税", "Returns, payment"),
            ("06", "发票领用", "Invoices"),
            ("07", "发票、申报、退税", "Invoices, returns, refunds"),
            ("08", "个人所得税", "Individual income tax"),
            ("09", "社保费缴纳", "Social insurance payment"),
            ("10", "车辆购置税", "Vehicle purchase tax"),
            ("11", "房产交易税收", "Tax on house sales"),
            ("13", "出口退税", "Export refunds"),
            ("14", "注销、清税", "Deregistration"),
        ],
        matters: &[
            ("留抵退税", "VAT credit refund", "ldts", "07"),
            ("数电票开具", "Fully digital invoices", "sdpkj", "06"),
            ("新办纳税人登记", "New taxpayer registration", "xbnsrdj", "03"),
            ("个税年度汇算", "Annual income tax settlement", "gsndhs", "08"),
            ("社保费缴纳", "Social insurance payment", "sbfjn", "09"),
            ("车购税申报", "Vehicle purchase tax", "cgssb", "10"),
            ("出口退税", "Export refund", "ckts", "13"),
            ("税务注销", "Tax deregistration", "swzx", "14"),
        ],
    },
    Row {
        id: "hr",
        name: ("示例市人力资源和社会保障局", "Sample City Human Resources and Social Security Bureau"),
        short: ("人社", "Human resources"),
        area: B1,
        windows: &[
            ("12", "工伤、劳动关系", "Work injuries, employment"),
            ("16", "养老保险", "Pensions"),
            ("17", "就业、人才", "Jobs, talent"),
        ],
        matters: &[
            ("工伤认定", "Work injury recognition", "gsrd", "12"),
            ("退休申请", "Retirement application", "txsq", "16"),
            ("社保卡补办", "Social security card", "sbkbb", "16"),
            ("失业登记", "Unemployment registration", "sydj", "17"),
        ],
    },
    Row {
        id: "medical",
        name: ("示例市医疗保障局", "Sample City Healthcare Security Bureau"),
        short: ("医保", "Medical insurance"),
        area: B1,
        windows: &[
            ("15", "医保报销、异地就医", "Claims, care elsewhere"),
            ("18", "参保登记", "Enrolment"),
        ],
        matters: &[
            ("异地就医备案", "Care elsewhere", "ydjyba", "15"),
            ("医疗费报销", "Medical claims", "ylfbx", "15"),
            ("居民医保参保", "Residents' enrolment", "jmybcb", "18"),
        ],
    },
    Row {
        id: "police",
        name: ("示例市公安局", "Sample City Public Security Bureau"),
        short: ("公安", "Police"),
        area: B1,
        windows: &[
            ("19", "户籍、身份证", "Households, ID cards"),
            ("20", "出入境", "Exit and entry"),
        ],
        matters: &[
            ("身份证补领", "Replacement ID card", "sfzbl", "19"),
            ("户口迁移", "Household transfer", "hkqy", "19"),
            ("护照办理", "Passport", "hzbl", "20"),
        ],
    },
    Row {
        id: "housing",
        name: ("示例市住房和城乡建设局", "Sample City Housing and Construction Bureau"),
        short: ("住建", "Housing"),
        area: C1,
        windows: &[
            ("21", "房产交易、施工许可", "House sales, building permits"),
            ("22", "物业、租赁", "Property, letting"),
        ],
        matters: &[
            ("商品房备案", "Commodity house filing", "spfba", "21"),
            ("施工许可", "Building permit", "sgxk", "21"),
            ("公租房申请", "Public rental housing", "gzfsq", "22"),
        ],
    },
    Row {
        id: "land",
        name: ("示例市自然资源和规划局", "Sample City Natural Resources and Planning Bureau"),
        short: ("自然资源", "Natural resources"),
        area: C1,
        windows: &[
            ("23", "不动产登记", "Real estate registration"),
            ("25", "规划许可", "Planning permits"),
        ],
        matters: &[
            ("不动产登记", "Real estate registration", "bdcdj", "23"),
            ("抵押登记", "Mortgage registration", "dydj", "23"),
            ("规划许可", "Planning permit", "ghxk", "25"),
        ],
    },
    Row {
        id: "fund",
        name: ("示例市住房公积金中心", "Sample City Housing Fund Centre"),
        short: ("公积金", "Housing fund"),
        area: C1,
        windows: &[
            ("24", "提取、贷款", "Withdrawals, loans"),
        ],
        matters: &[
            ("公积金提取", "Fund withdrawal", "gjjtq", "24"),
            ("公积金贷款", "Fund loan", "gjjdk", "24"),
        ],
    },
    Row {
        id: "market",
        name: ("示例市市场监督管理局", "Sample City Market Regulation Bureau"),
        short: ("市场监管", "Market regulation"),
        area: A2,
        windows: &[
            ("26", "企业登记、许可", "Companies, licences"),
            ("27", "企业登记、许可", "Companies, licences"),
        ],
        matters: &[
            ("公司登记", "Company registration", "gsdj", "26"),
            ("食品经营许可", "Food licence", "spjyxk", "27"),
            ("个体户登记", "Sole trader registration", "gthdj", "27"),
        ],
    },
    Row {
        id: "approval",
        name: ("示例市行政审批服务局", "Sample City Administrative Approval Bureau"),
        short: ("审批", "Approvals"),
        area: A2,
        windows: &[
            ("28", "项目审批、联办", "Projects, one-stop matters"),
            ("29", "项目审批、联办", "Projects, one-stop matters"),
        ],
        matters: &[
            ("一件事联办", "One-stop matters", "yjslb", "28"),
            ("项目审批", "Project approval", "xmsp", "29"),
        ],
    },
    Row {
        id: "civil",
        name: ("示例市民政局", "Sample City Civil Affairs Bureau"),
        short: ("民政", "Civil affairs"),
        area: A2,
        windows: &[
            ("30", "救助、养老", "Assistance, elderly care"),
        ],
        matters: &[
            ("低保申请", "Minimum living allowance", "dbsq", "30"),
            ("高龄津贴", "Allowance for the very old", "gljt", "30"),
        ],
    },
    Row {
        id: "health",
        name: ("示例市卫生健康局", "Sample City Health Bureau"),
        short: ("卫健", "Health"),
        area: A2,
        windows: &[
            ("31", "生育、执业注册", "Births, practitioners"),
        ],
        matters: &[
            ("生育登记", "Birth registration", "sydj", "31"),
            ("医师注册", "Physician registration", "yszc", "31"),
        ],
    },
    Row {
        id: "education",
        name: ("示例市教育和体育局", "Sample City Education and Sports Bureau"),
        short: ("教体", "Education"),
        area: A2,
        windows: &[
            ("32", "资格、入学", "Qualifications, enrolment"),
        ],
        matters: &[
            ("教师资格认定", "Teacher qualification", "jszgrd", "32"),
            ("入学咨询", "School enrolment", "rxzx", "32"),
        ],
    },
    Row {
        id: "transport",
        name: ("示例市交通运输局", "Sample City Transport Bureau"),
        short: ("交通", "Transport"),
        area: A2,
        windows: &[
            ("33", "运输许可", "Transport licences"),
        ],
        matters: &[
            ("道路运输许可", "Road transport licence", "dlysxk", "33"),
            ("从业资格证", "Driver qualification", "cyzgz", "33"),
        ],
    },
    Row {
        id: "agriculture",
        name: ("示例市农业农村局", "Sample City Agriculture and Rural Affairs Bureau"),
        short: ("农业农村", "Agriculture"),
        area: B2,
        windows: &[
            ("34", "农机、农资", "Machines, supplies"),
        ],
        matters: &[
            ("农机登记", "Farm machine registration", "njdj", "34"),
            ("兽药经营许可", "Veterinary drug licence", "syjyxk", "34"),
        ],
    },
    Row {
        id: "water",
        name: ("示例市水利局", "Sample City Water Resources Bureau"),
        short: ("水利", "Water resources"),
        area: B2,
        windows: &[
            ("35", "取水、水保", "Abstraction, conservation"),
        ],
        matters: &[
            ("取水许可", "Water abstraction permit", "qsxk", "35"),
            ("水保方案", "Soil conservation plan", "sbfa", "35"),
        ],
    },
    Row {
        id: "emergency",
        name: ("示例市应急管理局", "Sample City Emergency Management Bureau"),
        short: ("应急", "Emergency"),
        area: B2,
        windows: &[
            ("36", "安全许可", "Safety licences"),
        ],
        matters: &[
            ("危化品许可", "Hazardous goods licence", "whpxk", "36"),
            ("安全考核", "Safety examination", "aqkh", "36"),
        ],
    },
    Row {
        id: "environment",
        name: ("示例市生态环境分局", "Sample City Ecology and Environment Office"),
        short: ("生态环境", "Environment"),
        area: B2,
        windows: &[
            ("37", "环评、排污", "Assessments, discharges"),
        ],
        matters: &[
            ("排污许可", "Discharge permit", "pwxk", "37"),
            ("环评审批", "Impact assessment", "hpsp", "37"),
        ],
    },
    Row {
        id: "justice",
        name: ("示例市司法局", "Sample City Justice Bureau"),
        short: ("司法", "Justice"),
        area: B2,
        windows: &[
            ("38", "法律援助", "Legal aid"),
        ],
        matters: &[
            ("法律援助", "Legal aid", "flyz", "38"),
            ("律师执业", "Lawyers' licences", "lszy", "38"),
        ],
    },
    Row {
        id: "notary",
        name: ("示例市公证处", "Sample City Notary Office"),
        short: ("公证", "Notary"),
        area: B2,
        windows: &[
            ("39", "公证", "Notarisation"),
        ],
        matters: &[
            ("继承公证", "Inheritance", "jcgz", "39"),
            ("委托公证", "Power of attorney", "wtgz", "39"),
        ],
    },
    Row {
        id: "disabled",
        name: ("示例市残疾人联合会", "Sample City Disabled Persons' Federation"),
        short: ("残联", "Disabled persons"),
        area: B2,
        windows: &[
            ("40", "残疾人服务", "Services"),
        ],
        matters: &[
            ("残疾人证", "Disability certificate", "cjrz", "40"),
            ("辅具申请", "Assistive devices", "fjsq", "40"),
        ],
    },
    Row {
        id: "veterans",
        name: ("示例市退役军人事务局", "Sample City Veterans Affairs Bureau"),
        short: ("退役军人", "Veterans"),
        area: B2,
        windows: &[
            ("41", "优待、优抚", "Cards, benefits"),
        ],
        matters: &[
            ("优待证申领", "Veteran card", "ydzsl", "41"),
            ("优抚申请", "Benefits", "yfsq", "41"),
        ],
    },
    Row {
        id: "culture",
        name: ("示例市文化和旅游局", "Sample City Culture and Tourism Bureau"),
        short: ("文旅", "Culture"),
        area: B2,
        windows: &[
            ("42", "文化、旅游", "Culture, tourism"),
        ],
        matters: &[
            ("演出许可", "Performance permit", "ycxk", "42"),
            ("旅行社备案", "Travel agency filing", "lxsba", "42"),
        ],
    },
    Row {
        id: "commerce",
        name: ("示例市商务局", "Sample City Commerce Bureau"),
        short: ("商务", "Commerce"),
        area: B2,
        windows: &[
            ("43", "外资、流通", "Investment, trade"),
        ],
        matters: &[
            ("外资备案", "Foreign investment filing", "wzba", "43"),
            ("成品油许可", "Fuel retail licence", "cpyxk", "43"),
        ],
    },
    Row {
        id: "reform",
        name: ("示例市发展和改革局", "Sample City Development and Reform Bureau"),
        short: ("发改", "Development"),
        area: C2,
        windows: &[
            ("44", "立项", "Project filing"),
        ],
        matters: &[
            ("项目备案", "Project filing", "xmba", "44"),
            ("节能审查", "Energy review", "jnsc", "44"),
        ],
    },
    Row {
        id: "industry",
        name: ("示例市工业和信息化局", "Sample City Industry and Information Bureau"),
        short: ("工信", "Industry"),
        area: C2,
        windows: &[
            ("45", "企业服务", "Enterprises"),
        ],
        matters: &[
            ("技改备案", "Technical upgrade filing", "jgba", "45"),
            ("企业培育", "Enterprise support", "qypy", "45"),
        ],
    },
    Row {
        id: "urban",
        name: ("示例市综合行政执法局", "Sample City Urban Management Bureau"),
        short: ("城管", "Urban management"),
        area: C2,
        windows: &[
            ("46", "市容许可", "Street permits"),
        ],
        matters: &[
            ("户外广告", "Outdoor advertising", "hwgg", "46"),
            ("占道审批", "Street occupation", "zdsp", "46"),
        ],
    },
    Row {
        id: "fire",
        name: ("示例市消防救援大队", "Sample City Fire and Rescue Brigade"),
        short: ("消防", "Fire"),
        area: C2,
        windows: &[
            ("47", "开业检查", "Opening inspections"),
        ],
        matters: &[
            ("消防检查", "Fire inspection", "xfjc", "47"),
            ("场所开业", "Opening a venue", "csky", "47"),
        ],
    },
    Row {
        id: "weather",
        name: ("示例市气象局", "Sample City Meteorological Bureau"),
        short: ("气象", "Weather"),
        area: C2,
        windows: &[
            ("48", "防雷、证明", "Protection, certificates"),
        ],
        matters: &[
            ("防雷审核", "Lightning protection", "flsh", "48"),
            ("气象证明", "Weather certificate", "qxzm", "48"),
        ],
    },
    Row {
        id: "tobacco",
        name: ("示例市烟草专卖局", "Sample City Tobacco Monopoly Bureau"),
        short: ("烟草", "Tobacco"),
        area: C2,
        windows: &[
            ("49", "零售许可", "Retail licences"),
        ],
        matters: &[
            ("零售许可", "Retail licence", "lsxk", "49"),
            ("许可延续", "Licence renewal", "xkyx", "49"),
        ],
    },
    Row {
        id: "archives",
        name: ("示例市档案馆", "Sample City Archives"),
        short: ("档案", "Archives"),
        area: C2,
        windows: &[
            ("50", "查档", "Searches"),
        ],
        matters: &[
            ("档案查询", "Archive search", "dacx", "50"),
            ("婚档查询", "Marriage records", "hdcx", "50"),
        ],
    },
    Row {
        id: "power",
        name: ("示例市供电公司", "Sample City Power Company"),
        short: ("供电", "Power"),
        area: C2,
        windows: &[
            ("51", "用电", "Electricity"),
        ],
        matters: &[
            ("用电报装", "New connection", "ydbz", "51"),
            ("电费查询", "Bills", "dfcx", "51"),
        ],
    },
    Row {
        id: "tapwater",
        name: ("示例市自来水公司", "Sample City Water Company"),
        short: ("供水", "Water supply"),
        area: C2,
        windows: &[
            ("52", "用水", "Water"),
        ],
        matters: &[
            ("用水报装", "New connection", "ysbz", "52"),
            ("水费查询", "Bills", "sfcx", "52"),
        ],
    },
    Row {
        id: "gas",
        name: ("示例市燃气公司", "Sample City Gas Company"),
        short: ("燃气", "Gas"),
        area: C2,
        windows: &[
            ("53", "用气", "Gas"),
        ],
        matters: &[
            ("燃气报装", "New connection", "rqbz", "53"),
            ("燃气过户", "Transfer", "rqgh", "53"),
        ],
    },
    Row {
        id: "heating",
        name: ("示例市热力公司", "Sample City Heating Company"),
        short: ("供热", "Heating"),
        area: C2,
        windows: &[
            ("54", "供热", "Heating"),
        ],
        matters: &[
            ("供热报停", "Pausing heating", "grbt", "54"),
            ("供热缴费", "Payment", "grjf", "54"),
        ],
    },
    Row {
        id: "post",
        name: ("示例市邮政", "Sample City Postal Service"),
        short: ("邮政", "Post"),
        area: C2,
        windows: &[
            ("55", "寄递", "Delivery"),
        ],
        matters: &[
            ("证照寄递", "Certificates by post", "zzjd", "55"),
            ("报刊订阅", "Subscriptions", "bkdy", "55"),
        ],
    },
];
