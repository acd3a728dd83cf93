# Writes OUTPUT, a source file that holds every *.tpl of FOLDER as text.
file(GLOB files LIST_DIRECTORIES false ${FOLDER}/*.tpl)
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  cmake_path(GET file STEM LAST_ONLY name)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  file(SIZE ${file} size)
  string(APPEND entries "        {\"${name}\", {\"${escaped}\", ${size}}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made from config/templates when the program is built.
#include \"config/shipped.h\"

namespace deskhand::config {

std::map<std::string, std::string> shipped_templates()
{
    return {
${entries}    };
}

}
")
