/** Chosen by hand: friendly beside each of the nouns, easy to spell, no word of one list in the other. */
export const ADJECTIVES: readonly string[] = `
  able amber ample ancient arctic autumn azure balmy basic bold brave breezy brief bright brisk bronze
  calm candid caring central cheery chilly civil classic clean clear clever cobalt cool copper coral
  cosmic cosy crimson crisp curious daily dapper daring dazzling decent deep delicate distant dreamy
  dusty eager early earnest easy elder electric emerald even evening exact fabled fair famous fancy
  fast festive fine firm fleet fluent fond frank free fresh frosty gentle gifted glad gleaming global
  golden good graceful grand grateful great green happy hardy honest humble icy ideal indigo ivory
  jolly jovial keen kind lasting leafy level light lilac lively local loyal lucid lucky lunar magic
  maple marine mellow merry mighty mild minty misty modern modest mossy neat nimble noble northern
  novel olive open orange orderly pastel patient peaceful plain pleasant polar polite prime proud
  quick quiet rapid rare ready regal robust rosy royal ruby rustic sage sandy scarlet serene sharp
  silent silver simple sincere smart smooth snowy social solar solid sonic southern speedy spring
  steady stellar subtle sunny super swift tender tidy timely tranquil trusty urban useful
  valiant velvet vernal vivid warm western whole wise witty
`
  .trim()
  .split(/\s+/);

/** Things of nature and of the house; nobody is called by them. */
export const NOUNS: readonly string[] = `
  acorn agate alder almond alpaca anchor antler apple apricot arbour arch aspen aster atlas atom
  badger bakery balcony bamboo banjo barley basil basket bay beacon beaver beech bell berry birch
  bison bloom boat bonfire book branch bridge brook broom bucket butter button cabin cactus camera
  candle canoe canvas canyon cape caravan cardinal carpet carrot cascade castle cave cedar cello
  chalk cherry chess chestnut cinema circle citrus clay cliff clock cloud clover coast comet compass
  cottage cotton crane crater creek cricket crystal daisy dawn delta desert diamond dolphin dome
  dragon drum dune eagle echo elm ember engine falcon feather fern ferry field finch fjord flame flute
  forest fossil fountain fox garden garnet gate geyser ginger glacier glade globe granite grove
  guitar gull harbour harp harvest hawk hazel heather hedge heron hill holly honey horizon igloo inlet
  iris island ivy jasmine jigsaw jungle juniper kayak kettle kite koala lagoon lake lantern lark
  laurel lava lavender lemon lemur lever lily linden lion lobster lotus lynx magnet magnolia mango
  marble marigold market marsh meadow melody melon meteor mill mint mirror mitten monsoon moon moss
  mountain museum nectar needle nest nickel nutmeg oak oasis oat ocean onion opal orbit orchard orchid
  otter owl paddle palm panda paper papaya parcel parsley path peach pearl pebble pelican pencil
  pepper petal piano pier pigeon pillow pine planet plum pond poppy prairie prism puffin puzzle quartz
  quill rabbit radar rain raven reef ribbon river robin rocket saddle saffron sail salmon sapphire
  seal shell shore sparrow spruce squirrel stone stream summit sunset swan teapot temple thistle
  thunder tide tiger timber topaz torch tower trail train tulip tundra turtle umbrella valley vanilla
  violin walnut walrus water wave whale wheat willow wind window winter wolf wren yarrow zebra zenith
`
  .trim()
  .split(/\s+/);
