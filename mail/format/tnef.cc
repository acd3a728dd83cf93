#include "mail/format/tnef.h"

#include "mail/format/charset.h"
#include "mail/format/rich_text.h"

#include <cstdint>

namespace deskhand::mail {
namespace {

constexpr std::uint32_t signature = 0x223E9F78;
constexpr std::size_t most_files = 1'000;
constexpr int deepest = 8; // mails within one another

// Attribute ids (MS-OXTNEF section 2.1.3.1), without their type.
enum Attribute : std::uint32_t {
    attachment_data = 0x800F,
    attachment_title = 0x8010,
    body = 0x800C,
    attachment_begins = 0x9002,
    message_properties = 0x9003,
    attachment_properties = 0x9005,
};

// MAPI property ids and types (MS-OXPROPS, MS-OXCDATA section 2.11.1).
enum Property : std::uint32_t {
    body_text = 0x1000,
    body_html = 0x1013,
    body_rtf = 0x1009, // compressed
    data = 0x3701,
    long_name = 0x3707,
    short_name = 0x3704,
    media_type = 0x370E
};
enum Type : std::uint32_t {
    string8 = 0x1E,
    unicode = 0x1F,
    binary = 0x102,
    object = 0x0D,
    several = 0x1000
};

// Little-endian numbers and stretches off the front; what is not there is zero and empty, and
// `good` turns false.
class Octets {
public:
    explicit Octets(std::string_view octets) : rest_{octets} {}

    std::uint32_t number(std::size_t size)
    {
        std::uint32_t value = 0;
        const auto octets = take(size);
        for (auto i = octets.size(); i-- > 0;)
            value = (value << 8) | static_cast<unsigned char>(octets[i]);
        return value;
    }

    std::string_view take(std::size_t size)
    {
        if (size > rest_.size()) {
            good_ = false;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    // A stretch with its length before it, padded to four octets.
    std::string_view counted()
    {
        const auto size = number(4);
        const auto taken = take(size);
        if (size % 4 != 0) take(std::min<std::size_t>(4 - size % 4, rest_.size()));
        return taken;
    }

    bool good() const { return good_; }
    bool empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

std::size_t fixed_size(std::uint32_t type)
{
    switch (type) {
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x14:
    case 0x40: return 8;
    case 0x48: return 16;
    default: return 4; // shorter ones are padded
    }
}

bool has_length(std::uint32_t type)
{
    return type == string8 || type == unicode || type == binary || type == object;
}

std::string text_of(std::string_view octets, std::uint32_t type)
{
    auto text = to_utf8(octets, type == unicode ? "utf-16le" : "").text;
    return text;
}

struct PropertyValue {
    std::uint32_t id = 0, type = 0;
    std::string_view octets; // of a value with a length, the first of several
};

// The next property of a list; false at its end or where it breaks.
bool take_property(Octets& list, PropertyValue& property)
{
    const auto type = list.number(2);
    property = {list.number(2), type & ~std::uint32_t{several}, {}};
    if (property.id >= 0x8000) { // named
        list.take(16);
        if (list.number(4) == 0)
            list.take(4);
        else
            list.counted();
    }
    const bool counts = has_length(property.type) || (type & several) != 0;
    const auto values = counts ? list.number(4) : 1;
    for (std::uint32_t i = 0; i < values && list.good(); ++i) {
        const auto octets =
            has_length(property.type) ? list.counted() : list.take(fixed_size(property.type));
        if (i == 0 && has_length(property.type)) property.octets = octets;
    }
    return list.good();
}

class Reader {
public:
    explicit Reader(int depth) : depth_{depth} {}

    std::optional<TnefContents> read(std::string_view octets)
    {
        Octets stream{octets};
        if (stream.number(4) != signature) return {};
        stream.take(2); // key
        while (!stream.empty() && stream.good()) {
            stream.take(1); // level
            const auto id = stream.number(4) & 0xFFFF;
            const auto value = stream.take(stream.number(4));
            stream.take(2); // checksum
            read_attribute(id, value);
        }
        end_file();
        if (contents_.html.empty()) contents_.html = html_in_rtf(contents_.rtf);
        if (contents_.text.empty() && contents_.html.empty())
            contents_.text = rtf_to_text(contents_.rtf);
        return std::move(contents_);
    }

private:
    void read_attribute(std::uint32_t id, std::string_view value)
    {
        switch (id) {
        case attachment_begins:
            end_file();
            in_file_ = true;
            break;
        case attachment_title: file_.name = text_of(value, string8); break;
        case attachment_data: file_.octets = value; break;
        case attachment_properties: read_properties(value, Owner::file); break;
        case message_properties: read_properties(value, Owner::mail); break;
        case body:
            if (contents_.text.empty()) contents_.text = text_of(value, string8);
            break;
        default: break;
        }
    }

    enum class Owner { file, mail };

    void read_properties(std::string_view octets, Owner owner)
    {
        Octets list{octets};
        auto left = list.number(4);
        for (PropertyValue property; left > 0 && !list.empty() && take_property(list, property);
             --left) {
            if (owner == Owner::file)
                read_file_property(property);
            else
                read_mail_property(property);
        }
    }

    void read_file_property(const PropertyValue& property)
    {
        if (property.id == long_name) file_.name = text_of(property.octets, property.type);
        if (property.id == short_name && file_.name.empty())
            file_.name = text_of(property.octets, property.type);
        if (property.id == media_type) file_.type = text_of(property.octets, property.type);
        if (property.id != data) return;
        constexpr std::size_t interface_id = 16; // before an embedded mail
        if (property.type == object && property.octets.size() > interface_id)
            embedded_ = property.octets.substr(interface_id);
        else if (property.type == binary)
            file_.octets = property.octets;
    }

    void read_mail_property(const PropertyValue& property)
    {
        if (property.id == body_text) contents_.text = text_of(property.octets, property.type);
        if (property.id == body_html) {
            contents_.html = text_of(property.octets, property.type);
            contents_.html_octets = property.octets;
        }
        if (property.id == body_rtf) contents_.rtf = decompressed_rtf(property.octets).value_or("");
    }

    void end_file()
    {
        if (in_file_ && !embedded_.empty())
            add_embedded();
        else if (in_file_ && contents_.files.size() < most_files)
            contents_.files.push_back(std::move(file_));
        file_ = {};
        embedded_ = {};
        in_file_ = false;
    }

    void add_embedded()
    {
        auto inner = depth_ < deepest ? Reader{depth_ + 1}.read(embedded_) : std::nullopt;
        if (!inner)
            return contents_.files.push_back({file_.name, file_.type, std::string{embedded_}});
        for (auto& file : inner->files)
            if (contents_.files.size() < most_files) contents_.files.push_back(std::move(file));
    }

    int depth_;
    TnefContents contents_;
    TnefFile file_;
    std::string_view embedded_;
    bool in_file_ = false;
};

}

std::optional<TnefContents> read_tnef(std::string_view octets) { return Reader{0}.read(octets); }

}
