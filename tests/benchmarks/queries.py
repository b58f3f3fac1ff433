"""What the benchmark asks: a large and a small list, one item, two levels, a search, and four depths."""

LIST = 'articles(locale: "nl", filter: {category: {eq: "waste"}}, order: SINCE_DESC, first: 20%s)'
LARGE = f"""query Large {{ {LIST % ""} {{ nodes {{
  key title summary category weight since body photo {{ url alt }} price {{ text }}
  author {{ key name role place {{ key city }} }} place {{ key city }}
  related {{ key title ... on Article {{ summary category body }} }}
}} pageInfo {{ hasNextPage endCursor }} }} }}"""
SMALL = f"""query Small {{ {LIST % ""} {{ nodes {{
  key title summary category since price {{ text }} author {{ name role }}
}} pageInfo {{ hasNextPage endCursor }} }} }}"""
ITEM = """query Item($key: String!) { article(key: $key, locale: "nl") {
  key title stamp summary text { html } photo { url alt } price { text } author { name } subject { title }
} }"""
TEASERS = f"""query List {{ {LIST % ""} {{ nodes {{ key title summary since price {{ text }}
  author {{ name }} place {{ city }} }} }} }}"""
TWO_LEVELS = f"""query Two {{ {LIST % ""} {{ nodes {{ key title summary
  author {{ name place {{ city phone {{ text }} }} }}
  related {{ title ... on Article {{ author {{ name }} }} }} }} }} }}"""
SEARCH = """query Search($words: String!) {
  articles(locale: "nl", search: $words, filter: {category: {eq: "waste"}}, first: 20) {
  nodes { key title summary } } }"""
PAGE = f"""query Page($after: String) {{ {LIST % ", after: $after"} {{ nodes {{ key title }}
  pageInfo {{ hasNextPage endCursor }} }} }}"""


def depth(levels: int) -> str:
    """Return a query over 20 articles that follows references `levels` deep; a place has a nearest place."""
    inner = "key title"
    for _level in range(levels - 1):
        inner = f"key title nearest {{ {inner} }}"
    return f"query Depth {{ {LIST % ''} {{ nodes {{ key title place {{ {inner} }} }} }} }}"
