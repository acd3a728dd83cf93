#include "mail/format/signed_content.h"

#include <openssl/cms.h>
#include <openssl/err.h>

#include <memory>

namespace deskhand::mail {

CmsContent read_cms(std::string_view octets)
{
    constexpr std::size_t most = 32u << 20; // octets
    if (octets.empty() || octets.size() > most) return {};
    const auto* from = reinterpret_cast<const unsigned char*>(octets.data());
    const std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> cms{
        d2i_CMS_ContentInfo(nullptr, &from, static_cast<long>(octets.size())), CMS_ContentInfo_free};
    ERR_clear_error(); // of this thread; others ask for their own errors there
    if (!cms) return {};
    const int kind = OBJ_obj2nid(CMS_get0_type(cms.get()));
    if (kind == NID_pkcs7_enveloped || kind == NID_id_smime_ct_authEnvelopedData)
        return {CmsKind::enveloped_data, {}};
    if (kind != NID_pkcs7_signed) return {};
    const auto* content = CMS_get0_content(cms.get());
    if (!content || !*content) return {};
    const auto* data = ASN1_STRING_get0_data(*content);
    return {CmsKind::signed_data,
            {reinterpret_cast<const char*>(data), static_cast<std::size_t>(ASN1_STRING_length(*content))}};
}

}
