//! What cultures write differently, a line of values each.

/// A culture's facts. Lists are separated by `;`.
pub(super) struct Record {
    /// Name, such as `de-DE`.
    pub(super) name: &'static str,
    /// Name in English, in its own language.
    pub(super) names: (&'static str, &'static str),
    /// LCID.
    pub(super) lcid: i32,
    /// Three-letter language and Windows names.
    pub(super) codes: (&'static str, &'static str),
    /// Decimal separator, group separator, negative sign.
    pub(super) number: (&'static str, &'static str, &'static str),
    /// Sizes of the groups before the decimal separator.
    pub(super) groups: &'static [usize],
    /// Symbol, positive pattern, negative pattern, decimal digits, of amounts of money.
    pub(super) currency: (&'static str, u8, u8, i32),
    /// Positive and negative pattern of percentages.
    pub(super) percent: (u8, u8),
    /// `ShortDatePattern`, `LongDatePattern`, `ShortTimePattern`, `LongTimePattern`, `MonthDayPattern`, `YearMonthPattern`.
    pub(super) patterns: [&'static str; 6],
    /// Morning and afternoon.
    pub(super) halves: (&'static str, &'static str),
    /// Language whose month and day names it uses.
    pub(super) language: &'static Language,
    /// First day of the week, Sunday 0.
    pub(super) first_day: i64,
}

/// Names of months and days.
pub(super) struct Language {
    pub(super) months: &'static str,
    pub(super) short_months: &'static str,
    pub(super) days: &'static str,
    pub(super) short_days: &'static str,
}

const ENGLISH: Language = Language {
    months: "January;February;March;April;May;June;July;August;September;October;November;December",
    short_months: "Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sep;Oct;Nov;Dec",
    days: "Sunday;Monday;Tuesday;Wednesday;Thursday;Friday;Saturday",
    short_days: "Sun;Mon;Tue;Wed;Thu;Fri;Sat",
};
const BRITISH: Language = Language {
    short_months: "Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sept;Oct;Nov;Dec",
    months: ENGLISH.months,
    days: ENGLISH.days,
    short_days: ENGLISH.short_days,
};
const GERMAN: Language = Language {
    months: "Januar;Februar;März;April;Mai;Juni;Juli;August;September;Oktober;November;Dezember",
    short_months: "Jan;Feb;Mär;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez",
    days: "Sonntag;Montag;Dienstag;Mittwoch;Donnerstag;Freitag;Samstag",
    short_days: "So;Mo;Di;Mi;Do;Fr;Sa",
};
const FRENCH: Language = Language {
    months: "janvier;février;mars;avril;mai;juin;juillet;août;septembre;octobre;novembre;décembre",
    short_months: "janv.;févr.;mars;avr.;mai;juin;juil.;août;sept.;oct.;nov.;déc.",
    days: "dimanche;lundi;mardi;mercredi;jeudi;vendredi;samedi",
    short_days: "dim.;lun.;mar.;mer.;jeu.;ven.;sam.",
};
const SPANISH: Language = Language {
    months: "enero;febrero;marzo;abril;mayo;junio;julio;agosto;septiembre;octubre;noviembre;diciembre",
    short_months: "ene;feb;mar;abr;may;jun;jul;ago;sept;oct;nov;dic",
    days: "domingo;lunes;martes;miércoles;jueves;viernes;sábado",
    short_days: "dom;lun;mar;mié;jue;vie;sáb",
};
const ITALIAN: Language = Language {
    months: "gennaio;febbraio;marzo;aprile;maggio;giugno;luglio;agosto;settembre;ottobre;novembre;dicembre",
    short_months: "gen;feb;mar;apr;mag;giu;lug;ago;set;ott;nov;dic",
    days: "domenica;lunedì;martedì;mercoledì;giovedì;venerdì;sabato",
    short_days: "dom;lun;mar;mer;gio;ven;sab",
};
const DUTCH: Language = Language {
    months: "januari;februari;maart;april;mei;juni;juli;augustus;september;oktober;november;december",
    short_months: "jan;feb;mrt;apr;mei;jun;jul;aug;sep;okt;nov;dec",
    days: "zondag;maandag;dinsdag;woensdag;donderdag;vrijdag;zaterdag",
    short_days: "zo;ma;di;wo;do;vr;za",
};
const PORTUGUESE: Language = Language {
    months: "janeiro;fevereiro;março;abril;maio;junho;julho;agosto;setembro;outubro;novembro;dezembro",
    short_months: "jan.;fev.;mar.;abr.;mai.;jun.;jul.;ago.;set.;out.;nov.;dez.",
    days: "domingo;segunda-feira;terça-feira;quarta-feira;quinta-feira;sexta-feira;sábado",
    short_days: "dom.;seg.;ter.;qua.;qui.;sex.;sáb.",
};
const SWEDISH: Language = Language {
    months: "januari;februari;mars;april;maj;juni;juli;augusti;september;oktober;november;december",
    short_months: "jan.;feb.;mars;apr.;maj;juni;juli;aug.;sep.;okt.;nov.;dec.",
    days: "söndag;måndag;tisdag;onsdag;torsdag;fredag;lördag",
    short_days: "sön;mån;tis;ons;tors;fre;lör",
};
const DANISH: Language = Language {
    months: "januar;februar;marts;april;maj;juni;juli;august;september;oktober;november;december",
    short_months: "jan.;feb.;mar.;apr.;maj;jun.;jul.;aug.;sep.;okt.;nov.;dec.",
    days: "søndag;mandag;tirsdag;onsdag;torsdag;fredag;lørdag",
    short_days: "søn.;man.;tirs.;ons.;tors.;fre.;lør.",
};
const POLISH: Language = Language {
    months: "stycznia;lutego;marca;kwietnia;maja;czerwca;lipca;sierpnia;września;października;listopada;grudnia",
    short_months: "sty;lut;mar;kwi;maj;cze;lip;sie;wrz;paź;lis;gru",
    days: "niedziela;poniedziałek;wtorek;środa;czwartek;piątek;sobota",
    short_days: "niedz.;pon.;wt.;śr.;czw.;pt.;sob.",
};
const RUSSIAN: Language = Language {
    months: "января;февраля;марта;апреля;мая;июня;июля;августа;сентября;октября;ноября;декабря",
    short_months: "янв.;февр.;мар.;апр.;мая;июн.;июл.;авг.;сент.;окт.;нояб.;дек.",
    days: "воскресенье;понедельник;вторник;среда;четверг;пятница;суббота",
    short_days: "вс;пн;вт;ср;чт;пт;сб",
};
const TURKISH: Language = Language {
    months: "Ocak;Şubat;Mart;Nisan;Mayıs;Haziran;Temmuz;Ağustos;Eylül;Ekim;Kasım;Aralık",
    short_months: "Oca;Şub;Mar;Nis;May;Haz;Tem;Ağu;Eyl;Eki;Kas;Ara",
    days: "Pazar;Pazartesi;Salı;Çarşamba;Perşembe;Cuma;Cumartesi",
    short_days: "Paz;Pzt;Sal;Çar;Per;Cum;Cmt",
};
const JAPANESE: Language = Language {
    months: "1月;2月;3月;4月;5月;6月;7月;8月;9月;10月;11月;12月",
    short_months: "1月;2月;3月;4月;5月;6月;7月;8月;9月;10月;11月;12月",
    days: "日曜日;月曜日;火曜日;水曜日;木曜日;金曜日;土曜日",
    short_days: "日;月;火;水;木;金;土",
};
const CHINESE: Language = Language {
    months: "一月;二月;三月;四月;五月;六月;七月;八月;九月;十月;十一月;十二月",
    short_months: "1月;2月;3月;4月;5月;6月;7月;8月;9月;10月;11月;12月",
    days: "星期日;星期一;星期二;星期三;星期四;星期五;星期六",
    short_days: "周日;周一;周二;周三;周四;周五;周六",
};
const HINDI: Language = Language {
    months: "जनवरी;फ़रवरी;मार्च;अप्रैल;मई;जून;जुलाई;अगस्त;सितंबर;अक्टूबर;नवंबर;दिसंबर",
    short_months: "जन॰;फ़र॰;मार्च;अप्रैल;मई;जून;जुल॰;अग॰;सित॰;अक्टू॰;नव॰;दिस॰",
    days: "रविवार;सोमवार;मंगलवार;बुधवार;गुरुवार;शुक्रवार;शनिवार",
    short_days: "रवि;सोम;मंगल;बुध;गुरु;शुक्र;शनि",
};

const HALVES: (&str, &str) = ("AM", "PM");
const THREES: &[usize] = &[3];

macro_rules! culture {
    ($name:literal $english:literal $native:literal $lcid:literal $codes:expr, $number:expr, $currency:expr, $percent:expr,
     $patterns:expr, $halves:expr, $language:expr, $first:literal) => {
        Record {
            name: $name,
            names: ($english, $native),
            lcid: $lcid,
            codes: $codes,
            number: $number,
            groups: THREES,
            currency: $currency,
            percent: $percent,
            patterns: $patterns,
            halves: $halves,
            language: &$language,
            first_day: $first,
        }
    };
}

pub(super) const CULTURES: &[Record] = &[
    culture!("" "Invariant Language (Invariant Country)" "Invariant Language (Invariant Country)" 127 ("ivl", "IVL"),
        (".", ",", "-"), ("¤", 0, 0, 2), (0, 0),
        ["MM/dd/yyyy", "dddd, dd MMMM yyyy", "HH:mm", "HH:mm:ss", "MMMM dd", "yyyy MMMM"], HALVES, ENGLISH, 0),
    culture!("en-US" "English (United States)" "English (United States)" 1033 ("eng", "ENU"),
        (".", ",", "-"), ("$", 0, 1, 2), (1, 1),
        ["M/d/yyyy", "dddd, MMMM d, yyyy", "h:mm\u{202f}tt", "h:mm:ss\u{202f}tt", "MMMM d", "MMMM yyyy"], HALVES, ENGLISH, 0),
    culture!("en-GB" "English (United Kingdom)" "English (United Kingdom)" 2057 ("eng", "ENG"),
        (".", ",", "-"), ("£", 0, 1, 2), (1, 1),
        ["dd/MM/yyyy", "dddd, d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], ("am", "pm"), BRITISH, 1),
    culture!("en-AU" "English (Australia)" "English (Australia)" 3081 ("eng", "ENA"),
        (".", ",", "-"), ("$", 0, 1, 2), (1, 1),
        ["d/MM/yyyy", "dddd, d MMMM yyyy", "h:mm\u{202f}tt", "h:mm:ss\u{202f}tt", "d MMMM", "MMMM yyyy"], ("am", "pm"), BRITISH, 1),
    culture!("en-CA" "English (Canada)" "English (Canada)" 4105 ("eng", "ENC"),
        (".", ",", "-"), ("$", 0, 1, 2), (1, 1),
        ["yyyy-MM-dd", "dddd, MMMM d, yyyy", "h:mm\u{202f}tt", "h:mm:ss\u{202f}tt", "MMMM d", "MMMM yyyy"], ("a.m.", "p.m."), ENGLISH, 0),
    culture!("de-DE" "German (Germany)" "Deutsch (Deutschland)" 1031 ("deu", "DEU"),
        (",", ".", "-"), ("€", 3, 8, 2), (0, 0),
        ["dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"], HALVES, GERMAN, 1),
    culture!("de-AT" "German (Austria)" "Deutsch (Österreich)" 3079 ("deu", "DEA"),
        (",", "\u{a0}", "-"), ("€", 2, 9, 2), (0, 0),
        ["dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"], HALVES, GERMAN, 1),
    culture!("de-CH" "German (Switzerland)" "Deutsch (Schweiz)" 2055 ("deu", "DES"),
        (".", "’", "-"), ("CHF", 2, 2, 2), (1, 1),
        ["dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "d. MMMM", "MMMM yyyy"], HALVES, GERMAN, 1),
    culture!("fr-FR" "French (France)" "français (France)" 1036 ("fra", "FRA"),
        (",", "\u{202f}", "-"), ("€", 3, 8, 2), (0, 0),
        ["dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], HALVES, FRENCH, 1),
    culture!("fr-CA" "French (Canada)" "français (Canada)" 3084 ("fra", "FRC"),
        (",", "\u{a0}", "-"), ("$", 3, 8, 2), (0, 0),
        ["yyyy-MM-dd", "dddd d MMMM yyyy", "HH 'h' mm", "HH 'h' mm 'min' ss 's'", "d MMMM", "MMMM yyyy"], ("a.m.", "p.m."), FRENCH, 0),
    culture!("es-ES" "Spanish (Spain)" "español (España)" 3082 ("spa", "ESN"),
        (",", ".", "-"), ("€", 3, 8, 2), (0, 0),
        ["d/M/yyyy", "dddd, d 'de' MMMM 'de' yyyy", "H:mm", "H:mm:ss", "d 'de' MMMM", "MMMM 'de' yyyy"], ("a.\u{a0}m.", "p.\u{a0}m."), SPANISH, 1),
    culture!("it-IT" "Italian (Italy)" "italiano (Italia)" 1040 ("ita", "ITA"),
        (",", ".", "-"), ("€", 3, 8, 2), (1, 1),
        ["dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], HALVES, ITALIAN, 1),
    culture!("nl-NL" "Dutch (Netherlands)" "Nederlands (Nederland)" 1043 ("nld", "NLD"),
        (",", ".", "-"), ("€", 2, 12, 2), (1, 1),
        ["dd-MM-yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], ("a.m.", "p.m."), DUTCH, 1),
    culture!("pt-BR" "Portuguese (Brazil)" "português (Brasil)" 1046 ("por", "PTB"),
        (",", ".", "-"), ("R$", 2, 9, 2), (1, 1),
        ["dd/MM/yyyy", "dddd, d 'de' MMMM 'de' yyyy", "HH:mm", "HH:mm:ss", "d 'de' MMMM", "MMMM 'de' yyyy"], HALVES, PORTUGUESE, 0),
    culture!("sv-SE" "Swedish (Sweden)" "svenska (Sverige)" 1053 ("swe", "SVE"),
        (",", "\u{a0}", "−"), ("kr", 3, 8, 2), (0, 0),
        ["yyyy-MM-dd", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], ("fm", "em"), SWEDISH, 1),
    culture!("da-DK" "Danish (Denmark)" "dansk (Danmark)" 1030 ("dan", "DAN"),
        (",", ".", "-"), ("kr.", 3, 8, 2), (0, 0),
        ["dd.MM.yyyy", "dddd 'den' d. MMMM yyyy", "HH.mm", "HH.mm.ss", "d. MMMM", "MMMM yyyy"], HALVES, DANISH, 1),
    culture!("pl-PL" "Polish (Poland)" "polski (Polska)" 1045 ("pol", "PLK"),
        (",", "\u{a0}", "-"), ("zł", 3, 8, 2), (1, 1),
        ["d.MM.yyyy", "dddd, d MMMM yyyy", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], HALVES, POLISH, 1),
    culture!("ru-RU" "Russian (Russia)" "русский (Россия)" 1049 ("rus", "RUS"),
        (",", "\u{a0}", "-"), ("₽", 3, 8, 2), (0, 0),
        ["dd.MM.yyyy", "dddd, d MMMM yyyy 'г'.", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy 'г'."], HALVES, RUSSIAN, 1),
    culture!("tr-TR" "Turkish (Türkiye)" "Türkçe (Türkiye)" 1055 ("tur", "TRK"),
        (",", ".", "-"), ("₺", 0, 1, 2), (2, 2),
        ["d.MM.yyyy", "d MMMM yyyy dddd", "HH:mm", "HH:mm:ss", "d MMMM", "MMMM yyyy"], ("ÖÖ", "ÖS"), TURKISH, 1),
    culture!("ja-JP" "Japanese (Japan)" "日本語 (日本)" 1041 ("jpn", "JPN"),
        (".", ",", "-"), ("￥", 0, 1, 0), (1, 1),
        ["yyyy/MM/dd", "yyyy年M月d日dddd", "H:mm", "H:mm:ss", "M月d日", "yyyy年M月"], ("午前", "午後"), JAPANESE, 0),
    culture!("zh-CN" "Chinese (China)" "中文（中国）" 2052 ("zho", "CHS"),
        (".", ",", "-"), ("¥", 0, 1, 2), (1, 1),
        ["yyyy/M/d", "yyyy年M月d日dddd", "HH:mm", "HH:mm:ss", "M月d日", "yyyy年M月"], ("上午", "下午"), CHINESE, 1),
    Record {
        groups: &[3, 2],
        ..culture!("hi-IN" "Hindi (India)" "हिन्दी (भारत)" 1081 ("hin", "HIN"),
            (".", ",", "-"), ("₹", 0, 1, 2), (1, 1),
            ["d/M/yyyy", "dddd, d MMMM yyyy", "h:mm tt", "h:mm:ss tt", "d MMMM", "MMMM yyyy"], ("am", "pm"), HINDI, 0)
    },
];
