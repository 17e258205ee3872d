//! Tags of the address book's properties (MS-OXPROPS), under their MAPI names.

use super::PropertyTag;

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: PropertyTag = PropertyTag($value);)*
    };
}

tags! {
    /// Name to show.
    PR_DISPLAY_NAME = 0x3001_001f;
    /// Kind of address: `EX`.
    PR_ADDRTYPE = 0x3002_001f;
    /// Address of that kind: the legacy DN.
    PR_EMAIL_ADDRESS = 0x3003_001f;
    /// Primary SMTP address.
    PR_SMTP_ADDRESS = 0x39fe_001f;
    /// MAPI object type: 6 mailbox user, 8 distribution list, 3 folder, 4 container.
    PR_OBJECT_TYPE = 0x0ffe_0003;
    /// Display type: 0 mailbox user, 1 distribution list, 6 remote mailbox user (a contact).
    PR_DISPLAY_TYPE = 0x3900_0003;
    /// Display type in more detail.
    PR_DISPLAY_TYPE_EX = 0x3905_0003;
    /// Account or alias.
    PR_ACCOUNT = 0x3a00_001f;
    /// First name.
    PR_GIVEN_NAME = 0x3a06_001f;
    /// Last name.
    PR_SURNAME = 0x3a11_001f;
    /// Job title.
    PR_TITLE = 0x3a17_001f;
    /// Company.
    PR_COMPANY_NAME = 0x3a16_001f;
    /// Department.
    PR_DEPARTMENT_NAME = 0x3a18_001f;
    /// Office.
    PR_OFFICE_LOCATION = 0x3a19_001f;
    /// Office phone.
    PR_BUSINESS_TELEPHONE_NUMBER = 0x3a08_001f;
    /// Mobile phone.
    PR_MOBILE_TELEPHONE_NUMBER = 0x3a1c_001f;
    /// Note.
    PR_COMMENT = 0x3004_001f;
    /// Entry id, binary.
    PR_ENTRYID = 0x0fff_0102;
    /// Permanent entry id of the record, binary.
    PR_RECORD_KEY = 0x0ff9_0102;
    /// The provider's GUID.
    PR_MAPPING_SIGNATURE = 0x0ff8_0102;
    /// Template of the details dialog.
    PR_TEMPLATEID = 0x3902_0102;
    /// The row's MId, binary.
    PR_INSTANCE_KEY = 0x0ff6_0102;
    /// Key for searching, `EX:DN`, binary.
    PR_SEARCH_KEY = 0x300b_0102;
    /// Depth in a hierarchy.
    PR_DEPTH = 0x3005_0003;
    /// Flags of a container.
    PR_CONTAINER_FLAGS = 0x3600_0003;
    /// Id of a container.
    PR_EMS_AB_CONTAINERID = 0xfffd_0003;
    /// Whether a container is the master list.
    PR_EMS_AB_IS_MASTER = 0xfffb_000b;
    /// Ambiguous name resolution, for restrictions.
    PR_ANR = 0x360c_001f;
    /// All addresses, `SMTP:` before the primary, `smtp:` before the others.
    PR_EMS_AB_PROXY_ADDRESSES = 0x800f_101f;
    /// Address outside, of a contact.
    PR_EMS_AB_TARGET_ADDRESS = 0x8011_001f;
    /// Home database of a mailbox, a DN.
    PR_EMS_AB_HOME_MDB = 0x8006_001f;
    /// Members of a group: DNs by GetProps, a table by GetMatches.
    PR_EMS_AB_MEMBER = 0x8009_101e;
    /// Members of a group as the table to ask GetMatches for.
    PR_EMS_AB_MEMBER_TABLE = 0x8009_000d;
    /// Groups an object is a member of.
    PR_EMS_AB_IS_MEMBER_OF_DL = 0x8008_101e;
    /// The manager, a DN.
    PR_EMS_AB_MANAGER = 0x8005_001f;
    /// The owner of a group, a DN.
    PR_EMS_AB_OWNER = 0x800c_001f;
    /// GUID of the object in the directory.
    PR_EMS_AB_OBJECT_GUID = 0x8c6d_0102;
    /// Whether address lists leave the object out.
    PR_EMS_AB_HIDE_FROM_ADDRESS_BOOK = 0x80b9_000b;
}
