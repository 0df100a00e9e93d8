//! The sentences of `/near`.

use super::Lang;

/// The sentences of `/near` in one language.
pub struct NearTexts {
    /// Heading.
    pub heading: &'static str,
    /// Under it.
    pub note: &'static str,
    /// Name of the choice of towns.
    pub town: &'static str,
    /// Its first line.
    pub choose_town: &'static str,
    /// Its button.
    pub show: &'static str,
    /// The button that asks the phone where it is: the first time, and again.
    pub locate: [&'static str; 2],

    /// Nothing is known of where one is.
    pub nowhere: &'static str,
    /// Distances begin at a town's middle.
    pub from_town: fn(town: &str) -> String,
    /// Distances begin at the phone.
    pub from_here: &'static str,
    /// The phone is not sure where it is, to this distance.
    pub within: fn(distance: &str) -> String,
    /// The phone is asked.
    pub waiting: &'static str,
    /// The citizen, or the phone, said no.
    pub refused: &'static str,
    /// The phone does not know.
    pub failed: &'static str,
    /// What the plan shows: in its red circle is the phone, or a town.
    pub plan: [&'static str; 2],

    /// Nothing within five kilometres.
    pub none_near: &'static str,
    /// Heading of what is farther away.
    pub beyond: &'static str,
    /// In its place, where only what is near is listed.
    pub more_beyond: fn(count: usize) -> String,
    /// Lists only what is near.
    pub only_near: &'static str,

    /// Units of length: metres, kilometres.
    pub units: [&'static str; 2],
    /// Who serves: people, machines, both.
    pub kinds: [&'static str; 3],
    /// Before it, day and night.
    pub day_and_night: &'static str,
    /// Between two matters.
    pub comma: &'static str,
    /// Open day and night.
    pub open: &'static str,
    /// Before and after the time: open until then.
    pub until: [&'static str; 2],
    /// Open until then, of the day after.
    pub until_tomorrow: [&'static str; 2],
    /// A lunch break begins.
    pub lunch_at: [&'static str; 2],
    /// A lunch break that ends.
    pub lunch: [&'static str; 2],
    /// Closed until then.
    pub opens: [&'static str; 2],
    /// Between a day and a time.
    pub tomorrow: &'static str,
    /// Closed by its hours.
    pub never: &'static str,

    /// Opens address, hours and maps.
    pub go: &'static str,
    /// Between the first and the last day of several.
    pub to_day: &'static str,
    /// The maps: the phone's own, 高德, 百度, 腾讯.
    pub maps: [&'static str; 4],
    /// The telephone.
    pub call: &'static str,
    /// What happens on a map's link.
    pub leaves: &'static str,
    /// Hours hold for ordinary weeks.
    pub holidays: &'static str,
    /// The points are invented.
    pub sample: &'static str,
}

impl Lang {
    /// The sentences of `/near` in this language.
    #[must_use]
    pub fn near_texts(self) -> &'static NearTexts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

static ZH: NearTexts = NearTexts {
    heading: "离您最近的办税点",
    note: "您的位置只在手机上用，不上传",
    town: "您在哪个乡镇、街道",
    choose_town: "选乡镇、街道",
    show: "看远近",
    locate: ["用我的位置", "重新找我的位置"],
    nowhere: "选好您在的乡镇，就按远近排给您看。",
    from_town: |town| format!("从{town}中心算起，直线距离。"),
    from_here: "从您的位置算起，直线距离。",
    within: |distance| format!("手机给的位置大约准到 {distance}。"),
    waiting: "正在找您的位置。手机会问您同不同意。",
    refused: "手机没有给出位置。没关系，选乡镇也一样。想用位置，请在手机设置里允许微信或浏览器定位。",
    failed: "现在找不到您的位置。请选乡镇，或者到空旷的地方再试。",
    plan: [
        "图上红圈中间是您，上方是北。",
        "图上红圈中间是这个乡镇的中心，上方是北。",
    ],
    none_near: "5 公里以内没有办税点。",
    beyond: "5 公里以外",
    more_beyond: |count| format!("5 公里以外还有 {count} 处"),
    only_near: "只看 5 公里内",
    units: [" 米", " 公里"],
    kinds: ["人工", "自助", "人工和自助"],
    day_and_night: "24 小时",
    comma: "、",
    open: "营业中",
    until: ["到 ", ""],
    until_tomorrow: ["到明天 ", ""],
    lunch_at: ["", " 午休"],
    lunch: ["午休，", " 开"],
    opens: ["", " 开"],
    tomorrow: "明天",
    never: "时间待定",
    go: "地址、时间、怎么去",
    to_day: "至",
    maps: ["手机地图", "高德", "百度", "腾讯"],
    call: "打电话",
    leaves: "点了地图才会离开这里，只带上办税点的位置，不带您的。",
    holidays: "法定节假日可能不开，去之前最好先打电话问。",
    sample: "这些办税点都是示例，不是真的地方。",
};

static EN: NearTexts = NearTexts {
    heading: "Tax service points near you",
    note: "Your position is used on your phone alone and never sent",
    town: "Which town are you in?",
    choose_town: "Choose a town",
    show: "Show",
    locate: ["Use my position", "Find my position again"],
    nowhere: "Choose your town to see the nearest first.",
    from_town: |town| format!("Distances as the crow flies, from the middle of {town}."),
    from_here: "Distances as the crow flies, from where you are.",
    within: |distance| format!("Your phone knows the place to about {distance}."),
    waiting: "Finding your position. Your phone will ask whether it may.",
    refused: "The phone gave no position. Never mind: choose a town. To use your position, allow it in the phone’s settings.",
    failed: "Your position cannot be found now. Choose a town, or try again outdoors.",
    plan: [
        "On the plan you are in the red circle; north is up.",
        "On the plan the middle of town is in the red circle; north is up.",
    ],
    none_near: "There is no point within 5 km.",
    beyond: "Beyond 5 km",
    more_beyond: |count| format!("{count} more beyond 5 km"),
    only_near: "Within 5 km only",
    units: [" m", " km"],
    kinds: ["staffed", "self-service", "staffed and self-service"],
    day_and_night: "24 h ",
    comma: ", ",
    open: "Open",
    until: ["until ", ""],
    until_tomorrow: ["until ", " tomorrow"],
    lunch_at: ["lunch at ", ""],
    lunch: ["lunch, opens ", ""],
    opens: ["opens ", ""],
    tomorrow: "tomorrow",
    never: "hours not set",
    go: "Address, hours, how to get there",
    to_day: "–",
    maps: ["Phone’s map", "Amap", "Baidu", "Tencent"],
    call: "Call",
    leaves: "Only a tap on a map leaves this page; it takes along where the point is, never where you are.",
    holidays: "On public holidays points may be closed: better call before you go.",
    sample: "These points are samples, no real places.",
};
